// Cancelled by an MCP client or by Ctrl-C: settled soon, nothing of ours left, and what was started stays.
import { childrenOf, commandsOf, creating, markedWith } from "./processes.mjs";
import { IMAGE, slow, Stack } from "./stack.mjs";
import { differs, repeated, sleep, Tally, until } from "./tally.mjs";

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
  const byHand = new Tally("K2", "Ctrl-C on the command line: the same, ended with 130, and what was started is named");
  for (const row of [byClient, byHand]) {
    for (const [index, [what, moment]] of repeated(Object.entries(MOMENTS), short ? 4 : 20).entries()) {
      await row.attempt(what, async () => {
        const word = `99${process.pid}${index}`.slice(0, 9);
        const stack = new Stack(compose(word));
        const hand = row === byHand ? stack.cli(["start"]) : undefined;
        const server = hand ? undefined : await stack.server();
        const abort = new AbortController();
        void server?.call("start_env", { wait_s: 250 }, { signal: abort.signal }).catch(() => undefined);
        await moment(stack, word);
        const before = (await stack.containers()).filter((one) => one.state === "running");
        const began = performance.now();
        if (hand) hand.kill("SIGINT");
        else abort.abort();
        const left = () => [...commandsOf(stack.name), ...markedWith(word), ...(server ? childrenOf(server.pid) : [])];
        const ended = await Promise.race([hand ? hand.ended : until("the lock", () => stack.locks().length === 0, 10_000), sleep(10_000)]);
        const tookMs = performance.now() - began;
        const now = (await stack.containers()).filter((one) => one.state === "running").map((one) => one.service);
        row.add(what, [
          tookMs > 5_000 && `took ${Math.round(tookMs)} ms`,
          differs("processes left", left().map(({ words }) => words.join(" ")), []),
          differs("locks", stack.locks(), []),
          ...before.map(({ service }) => !now.includes(service) && `${service} does not run any more`),
          ...(hand ? [differs("exit code", ended?.code, 130), ...now.map((service) => !ended?.output.includes(service) && `${service} runs and is not named: ${ended?.output.slice(-300)}`)] : []),
        ], tookMs);
        await stack.close();
      });
    }
  }
  return [byClient, byHand];
}
