// Shows that the promises of docs hold: each is tried many times against real containers, and counted.
// Usage: npm run prove -- [--short] [--json FILE] [--only NAME …]. Needs a Docker engine. Exits with 1 when a count misses.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { proveAtOnce } from "./prove/at-once.mjs";
import { proveCancelled } from "./prove/cancelled.mjs";
import { proveEngineLost } from "./prove/engine-lost.mjs";
import { proveKilled } from "./prove/killed.mjs";
import { proveLoops } from "./prove/loops.mjs";
import { provePorts } from "./prove/ports.mjs";
import { closeAll } from "./prove/stack.mjs";
import { engineAnswer } from "./workspace.mjs";

/** Each gives its rows of the table; `short` asks for few tries, for CI. */
const PROOFS = { loops: proveLoops, "at-once": proveAtOnce, killed: proveKilled, "engine-lost": proveEngineLost, cancelled: proveCancelled, ports: provePorts };

const { values } = parseArgs({ options: { short: { type: "boolean", default: false }, json: { type: "string" }, only: { type: "string", multiple: true } } });
const engine = engineAnswer();
if (!engine.answers) {
  console.error(`No container engine answers (${engine.why}). Start one, for instance with: bash scripts/engine.sh`);
  process.exit(1);
}
const said = (...words) => execFileSync("docker", words, { encoding: "utf8" }).trim();
const machine = {
  node: process.versions.node,
  engine: said("version", "--format", "{{.Server.Version}}"),
  compose: said("compose", "version", "--short"),
  kernel: execFileSync("uname", ["-sr"], { encoding: "utf8" }).trim(),
  cores: cpus().length,
  load: Number(loadavg()[0]?.toFixed(1)),
};
console.log(`Node ${machine.node}, engine ${machine.engine}, compose ${machine.compose}, ${machine.kernel}, ${machine.cores} cores, load ${machine.load}, ${values.short ? "short" : "full"}`);

const rows = [];
for (const [name, prove] of Object.entries(PROOFS)) {
  if (values.only && !values.only.includes(name)) continue;
  const began = performance.now();
  try {
    for (const row of await prove({ short: values.short })) {
      rows.push(row);
      console.log(`${row.id.padEnd(6)} ${`${row.kept} of ${row.of}`.padStart(9)}  ${row.promise}${row.slowestMs === undefined ? "" : `; slowest ${(row.slowestMs / 1000).toFixed(1)} s`}`);
      for (const miss of row.misses) console.log(`       MISS  ${miss}`);
    }
  } catch (error) {
    rows.push({ id: name, promise: "the proof itself runs to its end", of: 1, kept: 0, misses: [String(error)] });
    console.log(`${name}: the proof broke off: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await closeAll();
  }
  console.log(`       (${name}: ${((performance.now() - began) / 1000).toFixed(0)} s)`);
}
const missed = rows.filter((row) => row.kept < row.of);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ at: new Date().toISOString(), form: values.short ? "short" : "full", machine, rows }, null, 2)}\n`);
console.log(missed.length === 0 ? `All ${rows.length} promises kept.` : `${missed.length} of ${rows.length} promises missed.`);
process.exit(missed.length === 0 ? 0 : 1);
