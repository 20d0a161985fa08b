import { expect, test } from "vitest";
import { paced } from "../../src/engine/paced.ts";
import { fakeClock } from "../support/fake-clock.ts";

test("of a burst the first at once, the newest a moment later, none twice, none after the end", async () => {
  const clock = fakeClock();
  const said: string[] = [];
  const pace = paced(clock, 100, (message) => said.push(`${clock.elapsed()} ${message}`));
  for (const message of ["a", "b", "c"]) pace.say(message);
  await clock.advance(150);
  pace.say("c");
  await clock.advance(100);
  pace.say("d");
  pace.say("e");
  pace.end();
  await clock.advance(200);
  expect(said).toEqual(["0 a", "100 c", "250 d"]);
});
