// R13: what crashes in a loop is named soon, what is slow but good is waited for.
import { IMAGE, sleeper, slow, Stack } from "./stack.mjs";
import { differs, repeated, sideBySide, Tally } from "./tally.mjs";

const crashing = (script, more = "") => `  worker:\n    image: ${IMAGE}\n    init: true\n    stop_grace_period: 0s\n    restart: always\n    command: [sh, -c, "echo cannot open the ledger; ${script}"]\n${more}`;
const LOOPS = {
  "at once": crashing("exit 3"),
  "every two seconds": crashing("sleep 2; exit 3"),
  "with a health check that never passes": crashing("sleep 1; exit 4", "    healthcheck: {test: [CMD, test, -f, /ready], interval: 1s}\n"),
  "with others that wait for it": crashing("sleep 1; exit 5", "    healthcheck: {test: [CMD, test, -f, /ready], interval: 1s}\n").concat(`  late:\n    ${sleeper}\n    depends_on: {worker: {condition: service_healthy}}\n`),
  "until the engine gives up": crashing("exit 6").replace("restart: always", "restart: on-failure:5"),
};

const listener = (seconds) => `image: ${IMAGE}\n    init: true\n    stop_grace_period: 0s\n    command: [perl, -e, 'sleep ${seconds}; use IO::Socket; my $$s = IO::Socket::INET->new(LocalPort => 80, Listen => 5) or die; while (my $$c = $$s->accept) { print $$c qq(HTTP/1.0 204 No Content\\r\\n\\r\\n); close $$c }']\n    ports: ["80"]`;
const GOOD = (seconds) => ({
  "a health check with a start period": `  app:\n    ${slow(seconds)}\n`,
  "a health check at the default interval": `  app:\n    ${slow(seconds, "retries: 3")}\n`,
  "a port that opens late, no health check": `  app:\n    ${listener(seconds)}\n`,
  "two that wait for each other's health": `  db:\n    ${slow(seconds / 2)}\n  app:\n    ${slow(seconds / 2)}\n    depends_on: {db: {condition: service_healthy}}\n`,
  "one that ends until its database is up": `  db:\n    ${slow(seconds).replace("touch /ready", "touch /ready /shared/up")}\n    volumes: ["shared:/shared"]\n  app:\n    image: ${IMAGE}\n    init: true\n    stop_grace_period: 0s\n    restart: always\n    environment: {DATABASE_URL: "postgresql://db:5432/x"}\n    command: [sh, -c, "test -f /shared/up || exit 1; exec sleep 1000"]\n    volumes: ["shared:/shared"]\n`,
});
const jobs = (seconds) => ({
  "a job alone": [`  seed:\n    image: ${IMAGE}\n    command: [sh, -c, "sleep ${seconds}"]\n`, 1],
  "a job that others wait for": [`  seed:\n    image: ${IMAGE}\n    command: [sh, -c, "sleep ${seconds}"]\n  app:\n    ${sleeper}\n    depends_on: {seed: {condition: service_completed_successfully}}\n`, 2],
});

const file = (services) => `services:\n${services}${services.includes("shared:") ? "volumes:\n  shared:\n" : ""}`;

/** @param {{ short: boolean }} form */
export async function proveLoops({ short }) {
  const loops = new Tally("R13a", "a crash loop is named, or its cause, within 15 s");
  await sideBySide(repeated(Object.entries(LOOPS), short ? 5 : 20), 4, ([what, services]) => loops.attempt(what, async () => {
    const stack = new Stack(file(services));
    const { facts, tookMs } = await (await stack.server()).call("start_env", { wait_s: 60 });
    loops.add(what, [
      differs("status", facts.status, "unhealthy"),
      differs("service", facts.failure?.service, "worker"),
      !["crash-loop", "exited"].includes(facts.failure?.code) && `code is ${facts.failure?.code}`,
      !JSON.stringify(facts.failure?.evidence ?? []).includes("cannot open the ledger") && "its own words are not quoted",
      tookMs > 15_000 && `took ${Math.round(tookMs)} ms`,
    ], tookMs);
    await stack.close();
  }));

  const seconds = short ? 12 : 60;
  const good = new Tally("R13b", `a good service that needs ${seconds} s raises no alarm`);
  await sideBySide(repeated(Object.entries(GOOD(seconds)), short ? 5 : 20), short ? 5 : 7, ([what, services]) => good.attempt(what, async () => {
    const stack = new Stack(file(services));
    const { facts, tookMs } = await (await stack.server()).call("start_env", { wait_s: 270 });
    good.add(what, [differs("status", facts.status, "healthy"), facts.failure && `${facts.failure.code}: ${facts.failure.cause}`], tookMs);
    await stack.close();
  }));

  const done = new Tally("R13c", "a one-shot job that ends with 0 is accepted, and not run again");
  await sideBySide(repeated(Object.entries(jobs(2)), short ? 2 : 10), 3, ([what, [services, count]]) => done.attempt(what, async () => {
    const stack = new Stack(file(services));
    const server = await stack.server();
    const first = await server.call("start_env", { wait_s: 60 });
    const again = await server.call("start_env", { wait_s: 60 });
    done.add(what, [differs("status", first.facts.status, "healthy"), differs("second status", again.facts.status, "healthy"), differs("kept", again.facts.kept, count), differs("changed", again.facts.changed, [])]);
    await stack.close();
  }));
  return [loops, good, done];
}
