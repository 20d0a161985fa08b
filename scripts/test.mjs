// `npm test`: installs what is missing of Node packages, builds, and runs unit, contract and live tests.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { installPackages } from "./packages.mjs";
import { engineAnswer } from "./workspace.mjs";

const root = resolve(import.meta.dirname, "..");
const run = (file, args) => spawnSync(file, args, { cwd: root, stdio: "inherit" }).status ?? 1;

installPackages();
if (run(process.execPath, ["scripts/build.mjs"]) !== 0) process.exit(1);

const engine = engineAnswer();
if (!engine.answers) {
  console.log(`\nNo container engine answers (${engine.why}).`);
  console.log(process.env.REQUIRE_ENGINE ? "REQUIRE_ENGINE is set, so the live tests will fail." : "The live tests are skipped. `bash scripts/engine.sh` brings an engine to a Debian machine.");
}

const folder = mkdtempSync(join(tmpdir(), "test-report-"));
const report = join(folder, "report.json");
const status = run("npx", ["vitest", "run", "--project=unit", "--project=contract", "--project=live", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)]);
try {
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numFailedTestSuites: suites } = JSON.parse(readFileSync(report, "utf8"));
  if (skipped > 0) console.log(`Skipped: ${skipped}${engine.answers ? ", each with its reason in its name" : ", the live tests among them because no container engine answers"}.`);
  console.log(`${passed} passed, ${failed === 0 && status !== 0 ? Math.max(suites, 1) : failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status);
