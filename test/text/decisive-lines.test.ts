import { describe, expect, test } from "vitest";
import { decisiveLines } from "../../src/text/decisive-lines.ts";

const decide = (log: string, limit?: number): string[] => decisiveLines(log.split("\n"), limit);

describe("tracebacks", () => {
  test("of Python: the message and the last frame in the application's own code", () => {
    const log = `INFO:     Started server process [1]
Traceback (most recent call last):
  File "/usr/local/bin/uvicorn", line 8, in <module>
    sys.exit(main())
  File "/usr/local/lib/python3.12/site-packages/uvicorn/main.py", line 410, in main
    run(
  File "/app/main.py", line 3, in <module>
    from app.settings import settings
  File "/app/app/settings.py", line 12, in <module>
    settings = Settings()
  File "/usr/local/lib/python3.12/site-packages/pydantic_settings/main.py", line 94, in __init__
    super().__init__(
pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings
database_url
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.5/v/missing`;
    const lines = decide(log);
    expect(lines.slice(0, 2)).toEqual(['  File "/app/app/settings.py", line 12, in <module>', "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings"]);
    expect(lines.join("\n")).toContain("Field required");
    expect(decide(log, 1)).toEqual(["pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings"]);
  });

  test("of Python, chained: the first error before the one that came of it", () => {
    const log = `Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/psycopg/connection.py", line 1, in connect
    raise last_ex
psycopg.OperationalError: connection failed: Connection refused
	Is the server running on that host?

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/api/db.py", line 40, in connect
    engine.connect()
  File "/usr/lib/python3/dist-packages/sqlalchemy/engine.py", line 1, in connect
    raise exc
sqlalchemy.exc.OperationalError: (psycopg.OperationalError) connection failed: Connection refused

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/api/main.py", line 9, in start
    raise StartError("no database")
api.StartError: no database
ERROR:    Application startup failed. Exiting.`;
    expect(decide(log)).toEqual(["psycopg.OperationalError: connection failed: Connection refused", '  File "/srv/api/main.py", line 9, in start', "api.StartError: no database"]);
    expect(decide(log, 1)).toEqual(["psycopg.OperationalError: connection failed: Connection refused"]);
  });

  test("of Node: message, own frame, cause; not the source excerpt", () => {
    const log = `> app@1.0.0 start
> node server.js

/app/server.js:14
    throw new Error("failed to start: invalid error");
    ^

Error: failed to start
    at Object.<anonymous> (/app/node_modules/boot/index.js:3:9)
    at start (/app/server.js:14:11)
    at node:internal/main/run_main_module:28:49 {
  code: 'E_START',
  [cause]: Error: connect ECONNREFUSED 172.18.0.2:5432
      at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)
      at connect (/app/db.js:7:3) {
    errno: -111
  }
}

Node.js v20.11.0`;
    expect(decide(log)).toEqual(["Error: failed to start", "  [cause]: Error: connect ECONNREFUSED 172.18.0.2:5432", "      at connect (/app/db.js:7:3) {"]);
  });

  test("of Node, with a message of several lines", () => {
    const log = `node:internal/modules/cjs/loader:1080
  throw err;
  ^

Error: Cannot find module 'express'
Require stack:
- /app/server.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1077:15)
    at Object.<anonymous> (/app/server.js:1:17) {
  code: 'MODULE_NOT_FOUND',
  requireStack: [ '/app/server.js' ]
}`;
    expect(decide(log)).toEqual(["Error: Cannot find module 'express'", "    at Object.<anonymous> (/app/server.js:1:17) {"]);
  });

  test("of Java: the last cause", () => {
    const log = `Exception in thread "main" org.springframework.beans.factory.BeanCreationException: Error creating bean
	at org.springframework.beans.Factory.create(Factory.java:10)
	at com.example.App.main(App.java:5)
Caused by: java.net.ConnectException: Connection refused
	at java.base/sun.nio.ch.Net.connect(Net.java:1)
	at com.example.Db.open(Db.java:33)
	... 23 more`;
    expect(decide(log)).toEqual([log.split("\n")[0], "Caused by: java.net.ConnectException: Connection refused", "\tat com.example.Db.open(Db.java:33)"]);
    expect(decide(log, 1)).toEqual(["Caused by: java.net.ConnectException: Connection refused"]);
  });

  test("of Go: the panic and the first own file", () => {
    const log = `2025/01/01 10:00:00 listening
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a]

goroutine 1 [running]:
net/http.(*Server).Serve(0x0)
	/usr/local/go/src/net/http/server.go:3086 +0x5cb
main.main()
	/src/cmd/api/main.go:22 +0x1d
exit status 2`;
    expect(decide(log)).toEqual(["panic: runtime error: invalid memory address or nil pointer dereference", "\t/src/cmd/api/main.go:22 +0x1d"]);
  });
});

describe("the first failure", () => {
  test("comes before its cascade", () => {
    const log = `INFO starting
ERROR could not read /etc/app/config.yaml: permission denied
ERROR worker 1 has no configuration
ERROR worker 2 has no configuration
ERROR health check failed
ERROR giving up`;
    expect(decide(log, 1)).toEqual(["ERROR could not read /etc/app/config.yaml: permission denied"]);
    expect(decide(log, 3)).toEqual(["ERROR could not read /etc/app/config.yaml: permission denied", "ERROR worker 1 has no configuration", "ERROR health check failed"]);
  });

  test("may be marked as nothing, and still is shown before what is marked", () => {
    const lines = ["connect to db:5432: connection refused", ...Array.from({ length: 9 }, (_, index) => `ERROR step ${"abcdefghi"[index]} did not run`)];
    expect(decisiveLines(lines)[0]).toBe("connect to db:5432: connection refused");
  });

  test("of PostgreSQL brings its explanation", () => {
    const log = `2025-01-01 10:00:00.000 UTC [1] LOG:  starting PostgreSQL 15.4
2025-01-01 10:00:00.100 UTC [1] FATAL:  database files are incompatible with server
2025-01-01 10:00:00.100 UTC [1] DETAIL:  The data directory was initialized by PostgreSQL version 14.
2025-01-01 10:00:00.200 UTC [1] LOG:  database system is shut down`;
    expect(decide(log)).toEqual(log.split("\n").slice(1, 3));
  });

  test("is shown once, however often the container was restarted", () => {
    const run = ["10:00:01 starting", "10:00:01 FATAL: role \"app\" does not exist", "10:00:02 exiting"];
    expect(decisiveLines([...run, ...run, ...run])).toEqual(['10:00:01 FATAL: role "app" does not exist']);
  });
});

test.each([
  "npm ERR! Missing script: \"start\"",
  "npm error enoent Could not read package.json: Error: ENOENT: no such file or directory",
  '{"level":"error","msg":"bind: address already in use"}',
  '{"level":50,"time":1,"msg":"boom"}',
  'time="2025-01-01T00:00:00Z" level=fatal msg="no license"',
  "nginx: [emerg] host not found in upstream \"api\" in /etc/nginx/nginx.conf:12",
  "2025/01/01 10:00:00 [error] 7#7: *1 connect() failed (111: Connection refused)",
  "# Can't open config file: Permission denied",
  "sh: 1: uvicorn: not found",
  "exec /entrypoint.sh: no such file or directory",
  "Killed",
  "Error: listen EADDRINUSE: address already in use :::3000",
  "alembic.util.exc.CommandError: Can't locate revision identified by 'abc'",
  "OCI runtime exec failed: exec failed: unable to start container process",
  "thread 'main' panicked at src/main.rs:4:5:",
  "redis.exceptions.AuthenticationError: invalid username-password pair",
])("a line that decides: %s", (line) => {
  const calm = ["starting up", "INFO ready to go", "DEBUG error while polling, retrying", "compiled with 0 errors", "error_log=/var/log/x", "bye"];
  expect(decisiveLines([...calm, line, ...calm])).toEqual([line]);
});

test.each([
  "compiled successfully, 0 errors, 0 warnings",
  "Found no errors",
  "loaded error_log=/dev/stderr error_page=404",
  "max-failures=3 on_error=stop",
  'errors: none',
  "DEBUG connection refused, trying the next",
  '172.18.0.1 - - [01/Jan/2025] "GET /error/not-found HTTP/1.1" 200 12',
  'INFO:     172.18.0.1:5 - "POST /failed HTTP/1.1" 404 Not Found',
  '{"level":"info","msg":"ready"}',
  "ready to accept connections",
])("a line that does not: %s", (line) => {
  expect(decisiveLines([line, "sign: disk not found", line])).toEqual(["sign: disk not found"]);
});

test("where nothing looks like a failure the last lines are given, cleaned", () => {
  expect(decisiveLines(["one", "", "\u001b[32mtwo\u001b[0m", "three", "10%\r100%", ""], 3)).toEqual(["two", "three", "100%"]);
  expect(decisiveLines([])).toEqual([]);
  expect(decisiveLines(["ERROR x"], 0)).toEqual([]);
});

test("what follows from a failure is shown where nothing else is", () => {
  expect(decide("INFO: starting\nApplication startup failed. Exiting.")).toEqual(["Application startup failed. Exiting."]);
});

test("lines made to be slow are not", () => {
  const pieces = ["a.", "A", "Error", "_error", "\tat (", "(", " ", "no ", "\"GET ", "level=", "Traceback ", "  | ", "[error", "\r", "\u001b[", "\u009d", "a_"];
  for (const piece of pieces) {
    const line = piece.repeat(200_000 / piece.length);
    decisiveLines([line, `    at ${line}`, line, "panic: x", `\t${line}`, "Traceback (most recent call last):", line]);
  }
  decisiveLines(Array.from({ length: 50_000 }, (_, index) => `    at f (/app/${index}.js:1:1)`));
  decisiveLines(Array.from({ length: 20_000 }, () => "Traceback (most recent call last):"));
}, 30_000);
