import { expect, test } from "vitest";
import { boundedInput } from "../../src/mcp/bounded-input.ts";

const BIG = "x".repeat(9 * 1024 * 1024);

async function through(...chunks: string[]): Promise<{ lines: string[]; answers: string[] }> {
  const answers: string[] = [];
  const input = boundedInput((message) => void answers.push(message));
  let text = "";
  input.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  const ended = new Promise((done) => input.once("end", done));
  for (const chunk of chunks) input.write(chunk);
  input.end();
  await ended;
  return { lines: text.split("\n").filter((line) => line.length < 1_000 && line !== ""), answers };
}

test("messages go through as they are, however they are cut", async () => {
  expect(await through('{"id":1}\n{"id', '":2}\n', "\n", '{"id":3}')).toEqual({ lines: ['{"id":1}', '{"id":2}', '{"id":3}'], answers: [] });
});

test.each([
  ["its id first", `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"logs":"${BIG}"}}\n`, "7"],
  ["its id last", `{"method":"tools/call","params":{"logs":"${BIG}"},"jsonrpc":"2.0","id":"a-7"}\n`, '"a-7"'],
  ["its id last, and another within", `{"method":"tools/call","params":{"logs":"${BIG}","id":3},"id":8,"jsonrpc":"2.0"}\n`, "8"],
])("one that is too long is answered, and the next one is read: %s", async (_name, message, id) => {
  const { lines, answers } = await through(message.slice(0, 70_000), message.slice(70_000), '{"id":9}\n');
  expect(lines).toEqual(['{"id":9}']);
  expect(answers.map((one) => JSON.parse(one))).toEqual([{ jsonrpc: "2.0", id: JSON.parse(id), error: { code: -32600, message: "The message has 9 MiB; at most 8 are read. Of a log its last lines are enough: give those." } }]);
});

test("a notification that is too long is passed over in silence", async () => {
  expect(await through(`{"jsonrpc":"2.0","method":"x","params":{"logs":"${BIG}","id":3}}\n`, '{"id":9}\n')).toEqual({ lines: ['{"id":9}'], answers: [] });
});
