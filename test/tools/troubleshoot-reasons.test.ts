import { describe, expect, test } from "vitest";
import { troubleshoot } from "../../src/tools/troubleshoot.ts";
import type { FakeContainer } from "../support/fake-engine.ts";
import { NOW } from "../support/seen.ts";
import { shop, type Story } from "../support/shop.ts";
import { good } from "../support/sound.ts";

// The same symptom by different causes: each row says what is seen, and which of them it must be.

type Model = { services: Record<string, Record<string, unknown>>; networks?: object };

interface Seen {
  /** The service that fails, and what is different in its container. */
  server?: Partial<FakeContainer>;
  services?: Record<string, Partial<FakeContainer>>;
  model?: (model: Model) => void;
  files?: Record<string, string>;
  /** Services with a container; all when left out. */
  up?: string[];
  engine?: Story["engine"];
}

async function firstCause({ server = {}, services = {}, model, files = {}, engine = {}, up }: Seen) {
  const story: Story = {
    up: up ?? "all",
    files,
    engine,
    services: { server, ...services },
    model: (one) => {
      const changed = structuredClone(one) as unknown as Model;
      model?.(changed);
      return changed;
    },
  };
  const { result } = good(await shop(story).call(troubleshoot));
  const [first] = result["causes"] as { code: string; service?: string; confidence: string; cause: string }[];
  return first === undefined ? String(result["status"]) : `${first.code} of ${first.service ?? "all"}, ${first.confidence}`;
}

const log = (...texts: string[]) => texts.map((text) => ({ atMs: NOW - 1_000, text }));
const looping = (text: string | string[], more: Partial<FakeContainer> = {}): Partial<FakeContainer> => ({ ...more, state: "restarting", exitCode: 1, restarts: 4, health: "none", startedMs: NOW - 5_000, logs: log(...[text].flat()) });
const unwell = (words: string, more: Partial<FakeContainer> = {}): Partial<FakeContainer> => ({ health: "unhealthy", unwell: words, speaks: { 8011: "HTTP" }, ...more });
const environment = (values: Record<string, string>) => (model: Model) => Object.assign(model.services["server"]?.["environment"] as object, values);
const mounted = (...volumes: object[]) => (model: Model) => Object.assign(model.services["server"] as object, { volumes });
const unstarted = (error: string, more: Partial<FakeContainer> = {}): Partial<FakeContainer> => ({ state: "created", startedMs: 0, error, health: "none", ...more });

describe("services that were never started", () => {
  const others = ["postgres", "redis", "frontend"];
  const external = (model: Model) => {
    Object.assign(model, { networks: { default: { name: "shared", external: true } } });
  };
  test.each<[string, Seen, string]>([
    ["nobody started it", { up: others }, "not-started of server, proven"],
    ["its Dockerfile copies what is not there", { up: others, files: { "server/Dockerfile": "FROM debian\nCOPY --chown=1:1 requirements.txt app/ /app/\nCOPY --from=x /gone /\nCOPY *.py $HOME/\n", "server/app/main.py": "" }, engine: { images: ["postgres:16", "redis:7", "shop-frontend"] } }, "build-file-missing of server, proven"],
    ["its network is somebody else's, and not there", { up: [], model: external }, "network-missing of all, proven"],
    ["a secret of it has no file", { up: others, model: (model) => (Object.assign(model, { secrets: { pass: { file: "/srv/shop/pass.txt" } } }), Object.assign(model.services["server"] as object, { secrets: [{ source: "pass" }] })) }, "folder-missing of server, proven"],
    ["it waits for a job that goes on", { services: { server: { state: "created", startedMs: 0, health: "none" }, frontend: { state: "created", startedMs: 0, health: "none" } }, model: (model) => Object.assign(model.services["server"]?.["depends_on"] as object, { redis: { condition: "service_completed_successfully" } }) }, "job-unfinished of redis, proven"],
    ["the same, a moment after the start", { services: { server: { state: "created", startedMs: 0, health: "none" }, redis: { startedMs: NOW - 2_000 } }, model: (model) => Object.assign(model.services["redis"] as object, { healthcheck: { disable: true } }) }, "condition-impossible of server, proven"],
    ["it waits for the health of one that has no check", { up: ["postgres", "redis", "frontend"], model: (model) => Object.assign(model.services["redis"] as object, { healthcheck: { disable: true } }) }, "condition-impossible of server, proven"],
  ])("%s", async (_name, seen, expected) => {
    expect(await firstCause(seen)).toBe(expected);
  });
});

describe("a health check that does not pass", () => {
  test.each<[string, Seen, string]>([
    ["its tool is not in the image", { server: unwell("/bin/sh: 1: curl: not found") }, "health-command-missing of server, proven"],
    ["its tool is there and finds nobody", { server: unwell("curl: (22) The requested URL returned error: 500") }, "unhealthy of server, proven"],
    ["it asks a port that is not the service's", { server: unwell("curl: (7) refused", { healthTest: ["CMD-SHELL", "curl -fsS http://localhost:9999/health"] }) }, "health-port-wrong of server, proven"],
    ["a process was stopped", { server: unwell("no answer", { processes: [{ pid: 7, stat: "T", command: "uvicorn" }] }) }, "process-stopped of server, proven"],
    ["it takes too long", { server: unwell("x", { healthLog: [{ exitCode: -1, output: "Health check exceeded timeout (4s)", endedMs: NOW - 1_000 }], hangs: true }) }, "health-check-timed-out of server, proven"],
    ["it asks a path that is not there", { server: unwell("curl: (22) The requested URL returned error: 404") }, "health-path-wrong of server, proven"],
    ["it is refused by the store itself", { services: { redis: { health: "unhealthy", unwell: "NOAUTH Authentication required." } } }, "redis-password-wrong of redis, proven"],
    ["it listens on nothing, and nobody asks it to", { server: unwell("the ledger is shut", { startedMs: NOW - 8_000, answersAfterMs: 60_000, ports: [], healthTest: ["CMD-SHELL", "test -f /ready"] }), model: (model) => Object.assign(model.services["server"] as object, { ports: [] }) }, "unhealthy of server, proven"],
    ["it is not up yet, and the check gave up", { server: unwell("refused", { startedMs: NOW - 8_000, answersAfterMs: 60_000 }) }, "start-period-short of server, likely"],
  ])("%s", async (_name, seen, expected) => {
    expect(await firstCause(seen)).toBe(expected);
  });
});

describe("a published port that does not answer", () => {
  test.each<[string, Seen, string]>([
    ["it listens for itself only", { services: { frontend: { loopback: [5173] } } }, "bind-address-wrong of frontend, proven"],
    ["nothing listens at all", { services: { frontend: { answersAfterMs: Infinity } } }, "not-answering of frontend, proven"],
  ])("%s", async (_name, seen, expected) => {
    expect(await firstCause(seen)).toBe(expected);
  });
});

describe("a program that cannot be started", () => {
  const missing = 'exec /start.sh: no such file or directory';
  test.each<[string, Seen, string]>([
    ["line ends of Windows", { server: unstarted(missing, { fileTexts: { "/start.sh": { text: "#!/bin/sh\r\nexec x\r\n", mode: 0o755 } } }) }, "script-line-ends of server, proven"],
    ["an interpreter that the image lacks", { server: unstarted(missing, { fileTexts: { "/start.sh": { text: "#!/bin/bash\nexec x\n", mode: 0o755 } } }) }, "interpreter-missing of server, proven"],
    ["no such script", { server: unstarted(missing) }, "program-missing of server, proven"],
    ["not executable", { server: unstarted("exec /start.sh: permission denied", { fileTexts: { "/start.sh": { text: "#!/bin/sh\n", mode: 0o644 } } }) }, "not-executable of server, proven"],
    ["on the PATH, and not executable", { server: unstarted('exec: "start.sh": executable file not found in $PATH', { fileTexts: { "/usr/local/bin/start.sh": { text: "#!/bin/sh\n" } } }) }, "not-executable of server, proven"],
    ["nowhere on the PATH", { server: unstarted('exec: "start.sh": executable file not found in $PATH') }, "program-missing of server, proven"],
    ["no first line", { server: unstarted("exec /start.sh: exec format error", { fileTexts: { "/start.sh": { text: "exec x\n", mode: 0o755 } } }) }, "script-without-interpreter of server, proven"],
  ])("%s", async (_name, seen, expected) => {
    expect(await firstCause(seen)).toBe(expected);
  });
});

describe("another service that is not reached", () => {
  const unknown = "socket.gaierror: [Errno -2] Name or service not known";
  const refused = (at: string) => `redis.exceptions.ConnectionError: Error 111 connecting to ${at}. Connection refused.`;
  const apart = (model: Model) => {
    Object.assign(model, { networks: { one: { name: "shop_one" }, two: { name: "shop_two" } } });
    Object.entries(model.services).forEach(([name, service]) => Object.assign(service, { networks: { [name === "server" ? "one" : "two"]: null } }));
  };
  const inTwo = { networks: [{ id: "n2", name: "shop_two", address: "" }] };
  test.each<[string, Seen, string]>([
    ["no service has the name", { server: looping(unknown), model: environment({ DATABASE_URL: "postgresql://postgresql:5432/shop" }) }, "host-unknown of server, proven"],
    ["the name is right and the networks are not", { server: looping(unknown), model: apart, services: { postgres: inTwo, redis: inTwo, frontend: inTwo } }, "network-apart of server, proven"],
    ["on localhost, where only the service itself is", { server: { ...unwell("503", { logs: log(refused("localhost:6379")) }) }, model: environment({ REDIS_URL: "redis://localhost:6379/0" }) }, "localhost-between-services of server, proven"],
    ["on a port of its own that it does not have", { server: looping(refused("redis:6380")), model: environment({ REDIS_URL: "redis://redis:6380/0" }) }, "service-port-wrong of server, proven"],
    ["the password in its address ends the address", { server: looping("getaddrinfo ENOTFOUND ss"), model: environment({ DATABASE_URL: "postgresql://shop:p@ss#w/1@postgres:5432/shop" }) }, "setting-invalid of server, proven"],
    ["its extra_hosts send the name elsewhere", { server: looping(refused("redis:6379")), model: (one) => (environment({ REDIS_URL: "redis://redis:6379/0" })(one), Object.assign(one.services["server"] as object, { extra_hosts: ["redis=10.9.9.9"] })) }, "host-overridden of server, proven"],
    ["an address that a file of its own names, on a wrong port", { server: looping('connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://172.18.0.9:8000/"'), services: { frontend: { networks: [{ id: "network-1", name: "shop_default", address: "172.18.0.9" }] } } }, "service-port-wrong of server, proven"],
    ["its container was made with another address", { server: looping(refused("cache:6379"), { environment: { REDIS_URL: "redis://cache:6379/0" } }), model: environment({ REDIS_URL: "redis://redis:6379/0" }) }, "not-current of server, proven"],
    ["right name, right port, and it refused a moment ago", { server: looping(refused("redis:6379")), model: environment({ REDIS_URL: "redis://redis:6379/0" }) }, "connection-refused of server, likely"],
  ])("%s", async (_name, seen, expected) => {
    expect(await firstCause(seen)).toBe(expected);
  });
});

describe("a file that is missing", () => {
  const line = "Error: Cannot find module '/app/node_modules/vite/bin/vite.js'";
  test.each<[string, Seen, string]>([
    ["under a mount that hides it", { server: looping(line), model: mounted({ type: "bind", source: "/srv/shop/server", target: "/app" }) }, "volume-hides-files of server, proven"],
    ["in an image without such a mount", { server: looping(line), model: mounted({ type: "bind", source: "/srv/shop/server", target: "/data" }) }, "program-missing of server, proven"],
    ["a mount whose source is not there", { server: looping("/conf: No such file or directory"), model: mounted({ type: "bind", source: "/srv/shop/conf", target: "/conf" }) }, "mount-missing of server, proven"],
    ["a place that may only be read", { server: looping("OSError: [Errno 30] Read-only file system: '/data/x'"), model: mounted({ type: "volume", source: "pgdata", target: "/data", read_only: true }) }, "filesystem-readonly of server, proven"],
  ])("%s", async (_name, seen, expected) => {
    expect(await firstCause(seen)).toBe(expected);
  });
});

describe("words that name what they mean", () => {
  test.each<[string, Seen, string]>([
    ["a value that is hidden", { server: looping("ValueError: invalid literal for int() with base 10: 'violet canary waltz'") }, "setting-invalid of server, proven"],
    ["a value of nobody's", { server: looping("ValueError: invalid literal for int() with base 10: 'x'") }, "setting-invalid of server, likely"],
    ["a table that a migration misses", { server: looping(["INFO  [alembic.runtime.migration] Running upgrade 0003 -> 0004", 'asyncpg.exceptions.UndefinedTableError: relation "listing" does not exist']) }, "migration-failed of server, proven"],
    ["a statement of a file", { server: looping('psql:/sql/003_more.sql:4: ERROR:  syntax error at or near "TABEL"') }, "migration-failed of server, proven"],
    ["a line of a configuration file", { server: looping('nginx: [emerg] invalid number of arguments in "listen" directive in /etc/nginx/nginx.conf:12') }, "setting-invalid of server, proven"],
    ["a file of an upload that it may not write", { server: looping("/uploads/.writable: Permission denied"), model: mounted({ type: "volume", source: "uploads", target: "/uploads" }) }, "permission-denied of server, proven"],
    ["a table that the program misses", { server: looping('asyncpg.exceptions.UndefinedTableError: relation "listing" does not exist') }, "migration-pending of server, proven"],
  ])("%s", async (_name, seen, expected) => {
    expect(await firstCause(seen)).toBe(expected);
  });
});

describe("a moment after the start", () => {
  const young = (more: Partial<FakeContainer> = {}): Partial<FakeContainer> => unwell("not ready yet", { health: "starting", startedMs: NOW - 3_000, answersAfterMs: 8_000, ...more });
  test.each<[string, Seen, string]>([
    ["it does not answer yet, and one waits for it", { server: young(), services: { frontend: { state: "created", startedMs: 0 } } }, "nothing_wrong"],
    ["it waits for its turn, and those before it are up just now", { server: { state: "created", startedMs: 0, health: "none" }, services: { postgres: { startedMs: NOW - 4_000 } } }, "nothing_wrong"],
    ["it was stopped with the others, which are up again just now", { server: { state: "exited", exitCode: 0, finishedMs: NOW - 30_000 }, services: { postgres: { startedMs: NOW - 4_000 }, redis: { startedMs: NOW - 4_000 } } }, "nothing_wrong"],
    ["it was stopped after the others had come up", { server: { state: "exited", exitCode: 0, finishedMs: NOW - 1_000 }, services: { postgres: { startedMs: NOW - 4_000 } } }, "stopped of server, proven"],
    ["it was created long ago, and never started", { server: { state: "created", startedMs: 0, health: "none" } }, "not-started of server, proven"],
    ["it says why it will not", { server: young({ logs: log('FATAL: password authentication failed for user "shop"') }) }, "database-password-wrong of server, proven"],
    ["it has been silent for too long", { server: young({ startedMs: NOW - 25_000, answersAfterMs: 60_000 }) }, "unhealthy of server, likely"],
    ["another one is stopped", { server: young(), services: { redis: { state: "exited", exitCode: 0, finishedMs: NOW - 60_000 } } }, "stopped of redis, proven"],
  ])("%s", async (_name, seen, expected) => {
    expect(await firstCause(seen)).toBe(expected);
  });
});

describe("a store that says what is wrong with it", () => {
  const full = (service: string): Record<string, Partial<FakeContainer>> => ({ [service]: { logs: [{ atMs: NOW - 5_000, text: "FATAL:  could not write lock file: No space left on device" }] } });
  const asks = looping('sqlalchemy.exc.ProgrammingError: relation "listings" does not exist');
  test("is the cause of what fails for it", async () => {
    expect(await firstCause({ server: asks, services: full("postgres") })).toBe("disk-full of postgres, proven");
  });
  test("is none where nobody that fails needs it", async () => {
    expect(await firstCause({ server: asks, services: full("frontend") })).toBe("migration-pending of server, proven");
  });
});

describe("every service is well, and yet", () => {
  const allowed = (origins: string) => (model: Model) => {
    environment({ ALLOWED_ORIGINS: origins })(model);
  };
  test.each<[string, Seen, string]>([
    ["redis follows another", { services: { redis: { info: "role:slave\r\nmaster_host:x\r\nmaster_link_status:down\r\n" } } }, "redis-readonly of redis, proven"],
    ["redis follows another, and reaches it", { services: { redis: { info: "role:slave\r\nmaster_host:x\r\nmaster_link_status:up\r\n" } } }, "nothing_wrong"],
    ["redis wants a password that nobody gives it", { services: { redis: { info: "NOAUTH Authentication required.\n" } }, model: environment({ REDIS_URL: "redis://redis:6379/0" }) }, "redis-password-wrong of server, proven"],
    ["redis wants a password, and gets it", { services: { redis: { info: "NOAUTH Authentication required.\n" } }, model: environment({ REDIS_URL: "redis://:something-secret@redis:6379/0" }) }, "nothing_wrong"],
    ["redis could not save", { services: { redis: { info: "role:master\r\nrdb_last_bgsave_status:err\r\n" } } }, "redis-not-saving of redis, proven"],
    ["redis is full", { services: { redis: { info: "used_memory:2000\r\nmaxmemory:1000\r\nmaxmemory_policy:noeviction\r\n" } } }, "redis-full of redis, proven"],
    ["redis is full and forgets", { services: { redis: { info: "used_memory:2000\r\nmaxmemory:1000\r\nmaxmemory_policy:allkeys-lru\r\n" } } }, "nothing_wrong"],
    ["one goes on complaining of a host that nobody is", { server: { logs: log("getaddrinfo ENOTFOUND chache") }, model: environment({ REDIS_URL: "redis://chache:6379" }) }, "host-unknown of server, proven"],
    ["one complained while all were started", { server: { startedMs: NOW - 2_000, logs: log("getaddrinfo ENOTFOUND chache") }, model: environment({ REDIS_URL: "redis://chache:6379" }) }, "nothing_wrong"],
    ["no connection of postgres is free", { services: { postgres: { activity: "97\t97\toff\t\n" } } }, "too-many-connections of postgres, proven"],
    ["a session of postgres holds a lock", { services: { postgres: { activity: "5\t97\toff\t12,71,idle in transaction,psql\n" } } }, "database-locked of postgres, proven"],
    ["postgres may only be read", { services: { postgres: { activity: "5\t97\ton\t\n" } } }, "database-readonly of postgres, proven"],
    ["the page may not call", { model: allowed("http://localhost:9999") }, "cors-blocked of server, proven"],
    ["origins of other machines", { model: allowed("https://shop.example") }, "nothing_wrong"],
    ["origins of the page itself", { model: allowed("http://localhost:5173") }, "nothing_wrong"],
  ])("%s", async (_name, seen, expected) => {
    expect(await firstCause(seen)).toBe(expected);
  });
});
