// How long a start takes, against `docker compose up --detach --wait`, in turns: four services in a chain, each with a health
// check, cold and already running. Usage: node scripts/bench-up.mjs [ROUNDS] [INTERVAL_S …]. Needs a Docker engine.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { imageVariables } from "./workspace.mjs";

const [rounds = 3, ...intervals] = process.argv.slice(2).map(Number);
const image = imageVariables().find((line) => line.startsWith("DEBIAN_IMAGE="))?.split("=")[1] ?? "debian:bookworm-slim";
const SERVICES = ["db", "cache", "api", "web"];
const { NODE_EXTRA_CA_CERTS: _certificates, ...env } = process.env;

/** Each is ready a tenth of a second after its start, and waits for the one before. */
const compose = (interval) => `services:\n${SERVICES.map((name, index) => `  ${name}:
    image: ${image}
    init: true
    command: [sh, -c, "sleep 0.1; touch /tmp/ready; exec sleep 1000"]
    stop_grace_period: 0s
    healthcheck: {test: [CMD, test, -f, /tmp/ready], interval: ${interval}s, timeout: 3s, retries: 20}
${index === 0 ? "" : `    depends_on: {${SERVICES[index - 1]}: {condition: service_healthy}}\n`}`).join("")}`;

const ms = async (run) => {
  const since = performance.now();
  await run();
  return performance.now() - since;
};
const quantile = (list, part) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * part)] ?? 0;
const median = (list) => quantile(list, 0.5);

/**
 * What a call takes beyond its own slowest probe, in ms: by the server's clock, and as its client waits. The engine says when
 * each probe began and ended; asking it to begin, and how it ended, counts as ours. Undefined where the engine's own health checks ran in the same moment: their events look the same.
 */
async function beyondSlowestProbe(call) {
  const since = Date.now();
  const asked = performance.now();
  const { elapsed_ms: served } = await call();
  const whole = performance.now() - asked;
  const until = Date.now() + 1;
  const events = execFileSync("docker", ["events", "--since", stamp(since), "--until", stamp(until), "--filter", "type=container", "--format", "{{json .}}"], { encoding: "utf8" }).trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const begun = new Map(events.filter((one) => one.Action.startsWith("exec_create")).map((one) => [one.Actor.Attributes.execID, one.timeNano]));
  if (begun.size !== SERVICES.length) return undefined;
  const probe = Math.max(...events.filter((one) => one.Action === "exec_die").map((one) => (one.timeNano - begun.get(one.Actor.Attributes.execID)) / 1e6));
  return { served: served - probe, waited: whole - probe, probe };
}
const stamp = (atMs) => (atMs / 1000).toFixed(3);

console.log(`start of ${SERVICES.length} services in a chain, Node ${process.versions.node}, engine ${execFileSync("docker", ["version", "--format", "{{.Server.Version}}"], { encoding: "utf8" }).trim()}, compose ${execFileSync("docker", ["compose", "version", "--short"], { encoding: "utf8" }).trim()}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, N = ${rounds}`);
for (const interval of intervals.length > 0 ? intervals : [1, 5]) {
  const root = mkdtempSync(join(tmpdir(), "bench-up-"));
  const project = `benchup${root.split("-").at(-1)?.toLowerCase().replace(/[^a-z0-9]/g, "")}`;
  writeFileSync(join(root, "compose.yaml"), compose(interval));
  writeFileSync(join(root, ".env"), `COMPOSE_PROJECT_NAME=${project}\n`);
  const docker = (...words) => execFileSync("docker", ["compose", "-p", project, ...words], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const client = new Client({ name: "bench", version: "1" });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [join(import.meta.dirname, "../dist/main.js"), "mcp", "--workspace", root], env }));
  const call = async (name, args = {}) => {
    const { structuredContent, content } = await client.callTool({ name, arguments: args }, { timeout: 280_000 });
    if (structuredContent?.status !== "healthy") throw new Error(`${name}: ${content[0]?.text}`);
    return structuredContent;
  };
  const times = { up: [], start: [], "up again": [], "start again": [] };
  const beyond = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      docker("down", "-t", "0");
      times.up.push(await ms(() => docker("up", "--detach", "--wait")));
      times["up again"].push(await ms(() => docker("up", "--detach", "--wait")));
      docker("down", "-t", "0");
      times.start.push(await ms(() => call("start_env", { wait_s: 270 })));
      times["start again"].push(await ms(() => call("start_env", { wait_s: 270 })));
      for (let turn = 0; turn < 10; turn += 1) beyond.push(await beyondSlowestProbe(() => call("health_check")));
    }
    // What the start made must be what compose would have made.
    const made = docker("up", "--detach", "--dry-run").toString() + execFileSync("docker", ["compose", "-p", project, "create", "--dry-run"], { cwd: root, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    if (/Recreate/.test(made)) throw new Error(`compose would make it anew: ${made}`);
  } finally {
    await client.close();
    docker("down", "-v", "-t", "0");
    rmSync(root, { recursive: true, force: true });
  }
  const line = (what, ours, theirs) => console.log(`${what.padEnd(34)} ours ${median(ours).toFixed(0).padStart(6)} ms, compose ${median(theirs).toFixed(0).padStart(6)} ms = ${(median(ours) / median(theirs)).toFixed(3)} ×`);
  line(`cold, health checks every ${interval} s`, times.start, times.up);
  line("already running", times["start again"], times["up again"]);
  const counted = beyond.filter((one) => one !== undefined);
  const middle = (what) => median(counted.map((one) => one[what])).toFixed(1);
  console.log(`${"health_check beyond a slowest probe".padEnd(34)} ${middle("served")} ms, with the way to the client and back ${middle("waited")} ms (slowest probe ${middle("probe")} ms, N = ${counted.length} of ${beyond.length})`);
}
