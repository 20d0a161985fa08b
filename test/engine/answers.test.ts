import { expect, test } from "vitest";
import { readHappenings } from "../../src/engine/answers.ts";

// Cut from what Engine 20.10 answers to GET /events.
const EVENTS = [
  '{"status":"kill","id":"c1","Type":"container","Action":"kill","Actor":{"ID":"c1","Attributes":{"image":"x","name":"shop-web-1","signal":"15"}},"time":1735689600,"timeNano":1735689600500000000}',
  '{"status":"die","id":"c1","Type":"container","Action":"die","Actor":{"ID":"c1","Attributes":{"exitCode":"143","image":"x"}},"time":1735689601,"timeNano":1735689601000000000}',
  '{"status":"oom","id":"c1","Type":"container","Action":"oom","Actor":{"ID":"c1","Attributes":{}},"time":1735689602}',
].join("\n");

test("ends, kills and lacks of memory, with their time, code and signal", () => {
  expect(readHappenings(EVENTS)).toEqual([
    { container: "c1", what: "kill", atMs: 1735689600500, signal: "15" },
    { container: "c1", what: "die", atMs: 1735689601000, exitCode: 143 },
    { container: "c1", what: "oom", atMs: 1735689602000 },
  ]);
});

test.each(["", "\n\n", "not json", '{"Action":"start","Actor":{"ID":"c1"}}', "null", '{"Action":'])("%j holds none", (text) => {
  expect(readHappenings(text)).toEqual([]);
});
