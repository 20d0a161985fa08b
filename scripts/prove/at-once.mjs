// R15: six callers at once, one start.
import { startsOf } from "./engine-api.mjs";
import { slow, Stack } from "./stack.mjs";
import { differs, Tally } from "./tally.mjs";

/** @param {{ short: boolean }} form */
export async function proveAtOnce({ short }) {
  const row = new Tally("R15", "six start_env at once from six processes: one start, six equal results");
  for (let round = 0; round < (short ? 2 : 20); round += 1) {
    await row.attempt(`round ${round + 1}`, async () => {
      const stack = new Stack(`services:\n  base:\n    ${slow(0)}\n  app:\n    ${slow(1)}\n    depends_on: {base: {condition: service_healthy}}\n`);
      const servers = await Promise.all(Array.from({ length: 6 }, () => stack.server()));
      const since = Date.now() / 1000 - 1;
      const answers = await Promise.all(servers.map((server) => server.call("start_env", { wait_s: 60 })));
      const results = new Set(answers.map(({ facts }) => JSON.stringify({ ...facts, elapsed_ms: undefined })));
      row.add(`round ${round + 1}`, [
        answers[0].facts.status !== "healthy" && `status ${answers[0].facts.status}: ${answers[0].text.slice(0, 300)}`,
        results.size !== 1 && `${results.size} different results: ${[...results].map((one) => one.slice(0, 200)).join(" | ")}`,
        differs("starts", await startsOf(stack.socket, stack.name, since), { base: 1, app: 1 }),
        await stack.notConverged(["base", "app"]),
        differs("locks", stack.locks(), []),
      ]);
      await stack.close();
    });
  }
  return [row];
}
