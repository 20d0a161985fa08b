import { expect, test } from "vitest";
import { apiEngine } from "../src/engine/api-engine.ts";
import { examine } from "../src/examine.ts";
import { explainFailing } from "../src/explain/explain-failing.ts";
import { fakeClock } from "./support/fake-clock.ts";
import { fakeEngine } from "./support/fake-engine.ts";
import { fakeMachine } from "./support/fake-machine.ts";
import { memoryFiles } from "./support/memory-files.ts";
import { aContainer, aModel, aSnapshot, NOW } from "./support/seen.ts";

test("a look says how a service fails; what its log means is read where somebody asks for it", async () => {
  const clock = fakeClock(NOW);
  const postgres = { ...aContainer({ service: "postgres", state: "exited", exitCode: 1, finishedMs: NOW - 1_000 }), logs: [{ atMs: NOW - 2_000, text: "FATAL:  could not write lock file: No space left on device" }] };
  const { net } = fakeEngine({ containers: [postgres] }, clock);
  const workspace = { clock, net, machine: fakeMachine(), signal: new AbortController().signal, redact: <T>(value: T) => value };
  const observed = { snapshot: aSnapshot({ model: aModel({ postgres: {} }), containers: [postgres] }), engine: apiEngine(net, { socket: "/var/run/docker.sock" }, { host: "127.0.0.1", address: "" }) };
  const examined = await examine(workspace, observed, 1_000);
  const [problem, ...more] = examined.problems;
  expect([problem?.code, problem?.told, more]).toEqual(["exited", undefined, []]);
  expect((await explainFailing({ files: memoryFiles(), signal: workspace.signal }, examined)).problems).toEqual([{ ...problem, told: expect.objectContaining({ code: "disk-full", service: "postgres", confidence: "proven" }) }]);
});
