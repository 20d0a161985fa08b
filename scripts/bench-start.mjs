// How long a client waits for the tools: spawn → answer to tools/list, as a ratio to `node -e 0`, taken in turns.
// Usage: node scripts/bench-start.mjs [ROUNDS]. NODE_EXTRA_CA_CERTS is unset: alone it adds 38 ms to every start of Node 20.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";

const rounds = Number(process.argv[2] ?? 25);
const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...env } = process.env;
const main = join(import.meta.dirname, "../dist/main.js");

const REQUESTS = [
  { id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "bench", version: "1" } } },
  { method: "notifications/initialized" },
  { id: 2, method: "tools/list", params: {} },
].map((message) => `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`).join("");

/** Milliseconds until the answer to tools/list has been read. */
function untilListed(args) {
  return new Promise((resolve, reject) => {
    const since = performance.now();
    const child = spawn(process.execPath, args, { env, stdio: ["pipe", "pipe", "inherit"] });
    let answered = 0;
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += String(chunk);
      if (answered > 0 || !text.includes('"id":2')) return;
      answered = performance.now() - since;
      child.kill("SIGKILL");
    });
    child.on("exit", () => (answered > 0 ? resolve(answered) : reject(new Error(`no answer from ${args.join(" ")}: ${text}`))));
    child.stdin.write(REQUESTS);
  });
}

/** Milliseconds that `node -e 0` takes. */
function bareNode() {
  return new Promise((resolve) => {
    const since = performance.now();
    spawn(process.execPath, ["-e", "0"], { env, stdio: "ignore" }).on("exit", () => resolve(performance.now() - since));
  });
}

const folder = await mkdtemp(join(tmpdir(), "bench-start-"));
const responder = join(folder, "responder.cjs");
await writeFile(responder, 'process.stdin.on("data", (chunk) => { for (const line of String(chunk).trim().split("\\n")) { const { id } = JSON.parse(line); if (id) process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result: {} })}\\n`); } });');

const runs = { "node -e 0": bareNode, "a bare responder": () => untilListed([responder]), "main.js mcp": () => untilListed([main, "mcp"]) };
const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, run] of Object.entries(runs)) times[name].push(await run());
}
await rm(folder, { recursive: true, force: true });

const quantile = (list, part) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * part)];
const { version } = JSON.parse(await readFile(join(import.meta.dirname, "../package.json"), "utf8"));
console.log(`start of ${version}, Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, N = ${rounds}`);
for (const [name, list] of Object.entries(times)) {
  const ratio = (part) => (quantile(list, part) / quantile(times["node -e 0"], part)).toFixed(2);
  console.log(`${name.padEnd(18)} median ${quantile(list, 0.5).toFixed(1)} ms = ${ratio(0.5)} ×, quarter ${quantile(list, 0.25).toFixed(1)} ms = ${ratio(0.25)} ×`);
}
