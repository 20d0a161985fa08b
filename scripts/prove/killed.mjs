// The program is killed in the middle of a start: the next call ends well.
import { commandsOf, creating } from "./processes.mjs";
import { slow, sleeper, Stack } from "./stack.mjs";
import { differs, repeated, sideBySide, sleep, Tally, until } from "./tally.mjs";

const SERVICES = ["base", "app", "web"];
const compose = (seconds) => `services:\n  base:\n    ${slow(0)}\n    environment: {AS: "${seconds}"}\n  app:\n    ${slow(1.5)}\n    environment: {AS: "${seconds}"}\n    depends_on: {base: {condition: service_healthy}}\n  web:\n    ${slow(0.5)}\n    environment: {AS: "${seconds}"}\n    depends_on: {app: {condition: service_healthy}}\n  other:\n    ${sleeper}\n`;
const all = [...SERVICES, "other"];

/** Moments of a start, each resolves when it has come. */
const MOMENTS = {
  "while compose creates": async (stack) => {
    await until("compose create", () => creating(stack.name));
    await sleep(Math.random() * 250);
  },
  "when all are created": (stack) => until("all containers", async () => (await stack.containers()).length === all.length && !commandsOf(stack.name).length),
  "when the first one runs": (stack) => until("base", () => stack.is("base", "running")),
  "in the middle of the wait": async (stack) => {
    await until("app", () => stack.is("app", "running"));
    await sleep(700);
  },
  "right before the end": async (stack) => {
    await until("web", () => stack.is("web", "running"));
    await sleep(450 + Math.random() * 200);
  },
};

/** @param {{ short: boolean }} form */
export async function proveKilled({ short }) {
  const converges = new Tally("C1", "killed (SIGKILL) at five points of a start, the next call ends healthy: one container each, no lock left");
  const lock = new Tally("C2", "a dead owner's lock costs the next start no more than 1 s");
  const rounds = repeated(Object.entries(MOMENTS), short ? 5 : 20);
  await sideBySide(rounds, 2, ([what, moment], index) => {
    const byHand = index % 2 === 1;
    return converges.attempt(what, async () => {
      const stack = new Stack(compose(1));
      if (index >= 10) {
        // The same over containers that are there already, and are made anew.
        await (await stack.server()).call("start_env", { wait_s: 60 });
        stack.write("compose.yaml", compose(2));
      }
      const first = byHand ? stack.cli(["start"]) : await stack.server();
      if (!byHand) void first.call("start_env", { wait_s: 60 }).catch(() => undefined);
      await (index >= 10 ? MOMENTS["while compose creates"] : moment)(stack);
      const held = stack.locks().length > 0;
      process.kill(first.pid, "SIGKILL");
      const second = await stack.server();
      const began = performance.now();
      let firstWordMs = Infinity;
      const { facts, text } = await second.call("start_env", { wait_s: 60 }, { onprogress: ({ message }) => {
        if (/checking what is there/.test(message ?? "")) firstWordMs = Math.min(firstWordMs, performance.now() - began);
      } });
      const name = `${what}${byHand ? " (CLI)" : ""}${index >= 10 ? ", over old containers" : ""}`;
      converges.add(name, [
        facts.status !== "healthy" && `status ${facts.status}: ${text.slice(0, 400)}`,
        await stack.notConverged(all),
        differs("locks", stack.locks(), []),
        differs("compose commands left", commandsOf(stack.name).length, 0),
      ]);
      // Reading the project takes its own time before the lock is asked for.
      if (held) lock.add(name, [firstWordMs > 1_500 && `the start began after ${Math.round(firstWordMs)} ms`], firstWordMs);
      await stack.close();
    });
  });
  return [converges, lock];
}
