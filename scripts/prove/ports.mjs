// Ports that are taken are named before anything is touched; ports that are free raise no alarm.
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../workspace.mjs";
import { IMAGE, sleeper, Stack } from "./stack.mjs";
import { differs, Tally } from "./tally.mjs";

const serving = `image: ${IMAGE}\n    init: true\n    stop_grace_period: 0s\n    command: [perl, -e, 'use IO::Socket; my $$s = IO::Socket::INET->new(LocalPort => 80, Listen => 5) or die; while (my $$c = $$s->accept) { print $$c qq(HTTP/1.0 204 No Content\\r\\n\\r\\n); close $$c }']`;
const web = (published) => `services:\n  app:\n    ${serving}\n    ports: ["${published}:80"]\n`;
const listen = (options) => new Promise((done, fail) => {
  const server = createServer();
  server.once("error", fail).listen(options, () => done(server));
});
const anyPort = async () => (await freePorts({ port: 0 })).port;
const start = async (stack, before) => (await stack.server(before)).call("start_env", { wait_s: 60 });

/** What is wrong with an answer that should name a holder before anything was touched. */
async function notNamed(stack, { facts, text }, words, kept = 0) {
  return [
    differs("status", facts.status, "blocked"),
    differs("code", facts.failure?.code, "port-taken"),
    ...words.map((word) => !text.includes(word) && `${word} is not named: ${text.slice(0, 300)}`),
    differs("containers", (await stack.containers()).length, kept),
  ];
}

async function twins(row) {
  const port = await anyPort();
  for (const [one, other] of [[port, port], [`127.0.0.1:${port}`, port], [`0.0.0.0:${port}`, `127.0.0.1:${port}`]]) {
    const stack = new Stack(`services:\n  a:\n    ${sleeper}\n    ports: ["${one}:80"]\n  b:\n    ${sleeper}\n    ports: ["${other}:80"]\n`);
    row.add(`two services, ${one} and ${other}`, await notNamed(stack, await start(stack), ["service a", String(port)]));
    await stack.close();
  }
  const apart = new Stack(`services:\n  a:\n    ${serving}\n    ports: ["127.0.0.1:${port}:80"]\n  b:\n    ${serving}\n    ports: ["127.0.0.2:${port}:80"]\n`);
  const { facts } = await start(apart);
  row.add("two services on two addresses", [differs("status", facts.status, "healthy")]);
  await apart.close();
}

async function foreign(row) {
  const port = await anyPort();
  const server = await listen({ port, host: "127.0.0.1" });
  const stack = new Stack(web(`127.0.0.1:${port}`));
  row.add("a process of this user", await notNamed(stack, await start(stack), [String(port), `pid ${process.pid}`, "process"]));
  await stack.close();
  if (process.getuid?.() === 0) await unseen(row, port);
  await new Promise((done) => server.close(done));
}

/** A server of another user sees that somebody listens, and not who. */
async function unseen(row, port) {
  const stack = new Stack(web(`127.0.0.1:${port}`), { env: { HOME: "/nonexistent" } });
  const home = join(stack.root, "home");
  const plugins = join(homedir(), ".docker/cli-plugins");
  mkdirSync(join(home, ".docker"), { recursive: true });
  if (existsSync(plugins)) cpSync(plugins, join(home, ".docker/cli-plugins"), { recursive: true, dereference: true });
  const nobody = Number(execFileSync("id", ["-u", "nobody"], { encoding: "utf8" }));
  chmodSync(stack.root, 0o755);
  chownSync(stack.root, nobody, nobody);
  stack.env.HOME = home;
  const group = String(statSync(stack.socket).gid);
  row.add("a process that this user may not see", await notNamed(stack, await start(stack, ["setpriv", `--reuid=${nobody}`, `--regid=${group}`, "--clear-groups", "--"]), ["not visible to this user", String(port)]));
  await stack.close();
}

async function containers(row) {
  const port = await anyPort();
  const [holder, wanting] = [new Stack(web(`127.0.0.1:${port}`)), new Stack(web(`127.0.0.1:${port}`))];
  await start(holder);
  row.add("another project's container", await notNamed(wanting, await start(wanting), [`${holder.name}-app-1`, holder.name]));
  const again = await start(holder);
  row.add("the project's own container", [differs("status", again.facts.status, "healthy"), differs("kept", again.facts.kept, 1)]);
  holder.write("compose.yaml", web(`127.0.0.1:${port}`).replace("80\"]", "80\"]\n    environment: {NEW: \"1\"}"));
  const anew = await start(holder);
  row.add("the project's own old container", [differs("status", anew.facts.status, "healthy"), differs("changed", anew.facts.changed?.map((one) => one.action), ["recreate"])]);
  holder.write("compose.yaml", web(`127.0.0.1:${port}`).replace("  app:", "  renamed:"));
  row.add("a container of a service that the file has no more", await notNamed(holder, await start(holder), [`${holder.name}-app-1`, String(port)], 1));
  execFileSync("docker", ["stop", "-t", "0", `${holder.name}-app-1`], { stdio: "ignore" });
  const free = await start(wanting);
  row.add("a stopped container holds nothing", [differs("status", free.facts.status, "healthy")]);
  await holder.close();
  await wanting.close();
  const next = await anyPort();
  const swapping = (a, b) => `services:\n  a:\n    ${serving}\n    ports: ["127.0.0.1:${a}:80"]\n  b:\n    ${serving}\n    ports: ["127.0.0.1:${b}:80"]\n`;
  const swapped = new Stack(swapping(port, next));
  await start(swapped);
  swapped.write("compose.yaml", swapping(next, port));
  const after = await start(swapped);
  row.add("two services that swap their ports", [differs("status", after.facts.status, "healthy"), after.facts.failure && after.text.slice(0, 300)]);
  await swapped.close();
}

/** Whoever listens where, the answer is what compose itself would meet. */
async function addresses(row, short) {
  const holders = ["127.0.0.1", "0.0.0.0", "::1", "::", "::, IPv6 alone"];
  const published = (port) => [`${port}`, `127.0.0.1:${port}`, `0.0.0.0:${port}`, `[::1]:${port}`, `[::]:${port}`];
  for (const [index, holder] of holders.entries()) {
    const port = await anyPort();
    const server = await listen({ port, host: holder.split(",")[0], ipv6Only: holder.includes("alone") });
    for (const [turn, one] of published(port).entries()) {
      if (short && (index + turn) % 3 !== 0) continue;
      await row.attempt(`${holder}, ${one}`, async () => {
        const stack = new Stack(`services:\n  app:\n    ${sleeper}\n    ports: ["${one}:80"]\n`);
        const dry = await (await stack.server()).call("start_env", { dry_run: true });
        let meets = "free";
        try {
          execFileSync("docker", ["compose", "-p", stack.name, "up", "-d"], { cwd: stack.root, env: stack.env, stdio: ["ignore", "ignore", "pipe"] });
        } catch {
          meets = "taken";
        }
        row.add(`a process on ${holder}, published as ${one.replace(String(port), "P")}`, [differs("the answer", dry.facts.status === "blocked" ? "taken" : "free", meets)]);
        await stack.close();
      });
    }
    await new Promise((done) => server.close(done));
  }
}

/** @param {{ short: boolean }} form */
export async function provePorts({ short }) {
  const named = new Tally("P1", "a port that is taken is named with its holder before anything is touched; the project's own is no conflict");
  for (const run of [twins, foreign, containers]) await named.attempt(run.name, () => run(named));
  const truth = new Tally("P2", "IPv4, IPv6 and every address: what is said to be taken is what compose itself meets");
  await addresses(truth, short);
  return [named, truth];
}
