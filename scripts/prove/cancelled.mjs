// Cancelled by an MCP client or by Ctrl-C: settled soon, nothing of ours left, and what was started stays.
import { childrenOf, commandsOf, creating, isGone, markedWith } from "./processes.mjs";
import { IMAGE, slow, Stack } from "./stack.mjs";
import { differs, repeated, sideBySide, sleep, Tally, until } from "./tally.mjs";

/** The health command of `app` hangs, and its words are found nowhere else on the machine. */
const compose = (word) => `services:\n  base:\n    ${slow(0)}\n  app:\n    image: ${IMAGE}\n    init: true\n    stop_grace_period: 0s\n    command: [sleep, "1000"]\n    healthcheck: {test: [CMD, sleep, "${word}"], interval: 1h, timeout: 30s}\n    depends_on: {base: {condition: service_healthy}}\n`;

const MOMENTS = {
  "while compose creates": async (stack) => {
    await until("compose create", () => creating(stack.name));
    await sleep(Math.random() * 150);
  },
  "when the first one runs": (stack) => until("base", () => stack.is("base", "running")),
  "while a probe runs in a container": (_, word) => until("the probe", () => markedWith(word).length > 0),
  "between two probes": async (_, word) => {
    await until("the probe", () => markedWith(word).length > 0);
    await until("its end", () => markedWith(word).length === 0);
  },
};

/** @param {{ short: boolean }} form */
export async function proveCancelled({ short }) {
  const byClient = new Tally("K1", "cancelled by the MCP client: settled within 5 s, no process of ours left here or in a container, what was started stays");
  const byLeaving = new Tally("K2", "the client goes away: the same, and the server is gone");
  const byHand = new Tally("K3", "Ctrl-C on the command line: the same, ended with 130, and what was started is named");
  for (const row of [byClient, byLeaving, byHand]) {
    await sideBySide(repeated(Object.entries(MOMENTS), short ? 4 : 20), 2, ([what, moment], index) => row.attempt(what, async () => {
      const word = String(990_000_000 + (process.pid % 10_000) * 1_000 + index);
      const stack = new Stack(compose(word));
      const hand = row === byHand ? stack.cli(["start"]) : undefined;
      const server = hand ? undefined : await stack.server();
      const abort = new AbortController();
      server?.call("start_env", { wait_s: 250 }, { signal: abort.signal }).catch(() => undefined);
      await moment(stack, word);
      const before = (await stack.containers()).filter((one) => one.state === "running");
      const began = performance.now();
      const over = row === byClient ? () => stack.locks().length === 0 : () => isGone(server?.pid ?? hand?.pid ?? 0) && stack.locks().length === 0;
      if (hand) hand.kill("SIGINT");
      else if (row === byLeaving) void server?.close();
      else abort.abort();
      await until("the end", over, 15_000);
      const tookMs = performance.now() - began;
      const left = [...commandsOf(stack.name), ...markedWith(word), ...(server ? childrenOf(server.pid) : [])];
      const now = (await stack.containers()).filter((one) => one.state === "running").map((one) => one.service);
      const ended = await hand?.ended;
      row.add(what, [
        tookMs > 5_000 && `took ${Math.round(tookMs)} ms`,
        differs("processes left", left.map(({ words }) => words.join(" ")), []),
        ...before.map(({ service }) => !now.includes(service) && `${service} does not run any more`),
        ...(ended ? [differs("exit code", ended.code, 130), ...now.map((service) => !ended.output.includes(service) && `${service} runs and is not named: ${ended.output.slice(-300)}`)] : []),
      ], tookMs);
      await stack.close();
    }));
  }
  return [byClient, byLeaving, byHand];
}
