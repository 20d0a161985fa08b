import { expect, test } from "vitest";
import { connectEngine } from "../../src/engine/connect.ts";
import { fakeMachine } from "../support/fake-machine.ts";
import { fakeNet } from "../support/fake-net.ts";
import { fakeRunner } from "../support/fake-runner.ts";
import { memoryFiles } from "../support/memory-files.ts";

test("a socket is spoken to by itself, anything else through the docker command", async () => {
  const runner = fakeRunner([{ argv: ["docker", "version", "--format", "json"], answer: { stdout: '{"Server":{"Version":"by command"}}' } }]);
  const net = fakeNet({ http: { "GET /_ping": { headers: { server: "Docker/by-socket (linux)" } } } });
  const info = async (DOCKER_HOST: string) => (await (await connectEngine({ files: memoryFiles(), machine: fakeMachine({ env: { DOCKER_HOST } }), net, runner }, "/srv/shop")).info()).version;
  expect(await info("unix:///a.sock")).toBe("by-socket");
  expect(await info("tcp://build-box:2375")).toBe("by-socket");
  expect(await info("ssh://build-box")).toBe("by command");
});
