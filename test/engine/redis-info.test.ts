import { expect, test } from "vitest";
import { readRedisInfo } from "../../src/engine/redis-info.ts";

const signal = new AbortController().signal;

test.each([
  [["CMD", "redis-cli", "ping"], ["redis-cli", "INFO"]],
  [["CMD", "redis-cli", "-a", "x", "--no-auth-warning", "PING"], ["redis-cli", "-a", "x", "--no-auth-warning", "INFO"]],
  [["CMD-SHELL", 'redis-cli -a "$PASS" ping | grep PONG'], ["sh", "-c", 'redis-cli -a "$PASS" INFO']],
  [["CMD-SHELL", "valkey-cli ping || exit 1"], ["sh", "-c", "valkey-cli INFO"]],
  [["CMD", "true"], ["sh", "-c", "redis-cli INFO || valkey-cli INFO"]],
  [["CMD-SHELL", "rm -rf / ; redis-cli ping"], ["sh", "-c", "redis-cli INFO || valkey-cli INFO"]],
  [[], ["sh", "-c", "redis-cli INFO || valkey-cli INFO"]],
])("as the health command %j asks", async (healthTest, argv) => {
  const asked: string[][] = [];
  const engine = { exec: async (_id: string, request: { argv: string[] }) => (asked.push(request.argv), { outcome: "exited" as const, exitCode: 0, stdout: "# Server\r\nrole:master\r\n", stderr: "", truncated: false, elapsedMs: 1 }) };
  expect(await readRedisInfo(engine, { id: "c1", healthTest }, signal)).toEqual({ role: "master" });
  expect(asked).toEqual([argv]);
});
