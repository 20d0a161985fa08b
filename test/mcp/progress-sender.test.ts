import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { progressSender } from "../../src/mcp/progress-sender.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorder(progressToken: string | undefined) {
  const sent: Record<string, unknown>[] = [];
  const sender = progressSender({ _meta: { progressToken }, notify: async ({ params }) => void sent.push(params) });
  return { sent, sender };
}

test("the first is sent at once, the newest of a burst a tenth of a second later", () => {
  const { sent, sender } = recorder("t");
  for (const done of [1, 2, 3]) sender.send({ message: `pulling ${done}`, done, total: 9 });
  expect(sent).toEqual([{ progressToken: "t", progress: 1, total: 9, message: "pulling 1" }]);
  vi.advanceTimersByTime(100);
  expect(sent.slice(1)).toEqual([{ progressToken: "t", progress: 3, total: 9, message: "pulling 3" }]);
});

test("the numbers grow although the tool starts to count anew", () => {
  const { sent, sender } = recorder("t");
  for (const progress of [{ message: "a", done: 5, total: 5 }, { message: "b", done: 1, total: 2 }, { message: "c" }]) {
    sender.send(progress);
    vi.advanceTimersByTime(200);
  }
  expect(sent.map((params) => [params["progress"], params["total"]])).toEqual([[5, 5], [5.001, undefined], [6.001, undefined]]);
});

test("nothing is said twice, and nothing after the end", () => {
  const { sent, sender } = recorder("t");
  sender.send({ message: "a" });
  vi.advanceTimersByTime(200);
  sender.send({ message: "a" });
  sender.send({ message: "b" });
  sender.end();
  sender.send({ message: "c" });
  vi.advanceTimersByTime(1000);
  expect(sent.map((params) => params["message"])).toEqual(["a", "b"]);
});

test("a client that did not ask hears nothing", () => {
  const { sent, sender } = recorder(undefined);
  sender.send({ message: "a" });
  expect(sent).toEqual([]);
});
