import { expect, test } from "vitest";
import { pathsIn } from "../../src/explain/named-files.ts";

test.each([
  ["Error: Cannot find module '/app/node_modules/vite/bin/vite.js'", [{ path: "/app/node_modules/vite/bin/vite.js", missing: true }]],
  ["python3: can't open file '/app/main.py': [Errno 2] No such file or directory", [{ path: "/app/main.py", missing: true }]],
  ["/srv/uploads/.writable: Permission denied", [{ path: "/srv/uploads/.writable", missing: false }]],
  ["exec /entrypoint.sh: no such file or directory", [{ path: "/entrypoint.sh", missing: true }]],
  ["GET /api/health 200", []],
  ["cat: /proc/1/stat: No such file or directory", []],
])("%s", (line, paths) => {
  expect(pathsIn([line])).toEqual(paths);
});

test("each once, and few", () => {
  expect(pathsIn(Array.from({ length: 20 }, (_, index) => `/a/${index % 6}: No such file`))).toHaveLength(4);
});
