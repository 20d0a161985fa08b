// Installs the Node packages of the lockfile where they are missing or out of date. Usage: node scripts/packages.mjs
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** npm writes node_modules/.package-lock.json last: older than the lockfile, or not there, means install. */
export function installPackages() {
  const installed = join(root, "node_modules/.package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs) return;
  console.log("Installing Node packages (npm ci) …");
  const { status } = spawnSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    console.error("npm ci failed. Check the network and the npm registry's settings, then run this again.");
    process.exit(status ?? 1);
  }
}

if (process.argv[1] === import.meta.filename) installPackages();
