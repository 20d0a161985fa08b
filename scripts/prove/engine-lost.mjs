// R14: the engine dies, or is started anew, in the middle of a start.
import { creating } from "./processes.mjs";
import { mayStartSecond, SecondEngine } from "./second-engine.mjs";
import { slow, Stack } from "./stack.mjs";
import { differs, repeated, sleep, Tally, until } from "./tally.mjs";

const SERVICES = ["base", "app", "web"];
const unlinked = "\n    network_mode: none";
const compose = `services:\n  base:\n    ${slow(0)}${unlinked}\n  app:\n    ${slow(2)}${unlinked}\n    depends_on: {base: {condition: service_healthy}}\n  web:\n    ${slow(1)}${unlinked}\n    depends_on: {app: {condition: service_healthy}}\n`;

/** Moments, each with the services that must be named as ready by then. */
const MOMENTS = {
  "while compose creates": async (stack) => {
    await until("compose create", () => creating(stack.name));
    await sleep(Math.random() * 150);
    return [];
  },
  "when the first one runs": async (stack) => {
    await until("base", () => stack.is("base", "running"));
    return [];
  },
  "in the middle of the wait": async (stack) => {
    await until("app", () => stack.is("app", "running"));
    await sleep(800);
    return ["base"];
  },
  "when the last one runs": async (stack) => {
    await until("web", () => stack.is("web", "running"));
    await sleep(300);
    return ["base", "app"];
  },
  "right before the end": async (stack) => {
    await until("web", () => stack.is("web", "running"));
    await sleep(950 + Math.random() * 150);
    return ["base", "app"];
  },
};

/** How the engine goes: it dies, or it is told to end and a new one comes at once. */
const WAYS = ["SIGKILL", "SIGTERM"];

/** @param {{ short: boolean }} form */
export async function proveEngineLost({ short }) {
  const answers = new Tally("R14a", "the engine dies or restarts at five points of a start: an answer within 5 s that says what was ready");
  const converges = new Tally("R14b", "… and running it again, with an engine, ends healthy with one container each");
  if (!mayStartSecond()) {
    answers.add("set-up", ["a second engine cannot be started here (root, unshare and dockerd are needed)"]);
    return [answers];
  }
  const engine = new SecondEngine();
  try {
    await engine.open();
    for (const [index, [what, moment]] of repeated(Object.entries(MOMENTS), short ? 5 : 20).entries()) {
      const way = WAYS[(index + Math.floor(index / 5)) % 2];
      const name = `${what}, ${way}`;
      await answers.attempt(name, async () => {
        const stack = new Stack(compose, { socket: engine.socket });
        const server = await stack.server();
        const call = server.call("start_env", { wait_s: 60 });
        call.catch(() => undefined);
        const known = await moment(stack);
        const ended = performance.now();
        const gone = engine.end(way);
        const back = way === "SIGTERM" ? gone.then(() => engine.start()) : gone;
        const { facts, text } = await call;
        const tookMs = performance.now() - ended;
        await back;
        if (way !== "SIGTERM") await engine.start();
        const said = JSON.stringify(facts.failure ?? {});
        // Who had ended before the engine did has said all that there is to say.
        const wrong = facts.status === "healthy" && what === "right before the end" ? [] : [
          differs("status", facts.status, "unhealthy"),
          differs("code", facts.failure?.code, "engine-unreachable"),
          ...known.map((one) => !said.includes(one) && `${one} is not named`),
          facts.next?.[0]?.tool !== "start_env" && "the next step is not to start again",
        ];
        answers.add(name, [...wrong, tookMs > 5_000 && `took ${Math.round(tookMs)} ms`, wrong.some(Boolean) && text.slice(0, 300)], tookMs);
        const again = await server.call("start_env", { wait_s: 60 });
        converges.add(name, [again.facts.status !== "healthy" && `status ${again.facts.status}: ${again.text.slice(0, 300)}`, await stack.notConverged(SERVICES), differs("locks", stack.locks(), [])]);
        await stack.close();
      });
    }
  } finally {
    await engine.close();
  }
  return [answers, converges];
}
