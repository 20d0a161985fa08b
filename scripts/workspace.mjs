// Copies of examples/bestays that run beside each other: each with a project name, ports and a skill of its own.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const example = join(root, "examples/bestays");

/** The ports that Bestays usually publishes, by the variable that changes them. */
export const USUAL_PORTS = { SERVER_PORT: 8011, FRONTEND_PORT: 5183, POSTGRES_PORT: 5433, REDIS_PORT: 6379 };

/**
 * Copies the workspace and its skill into a folder, and writes its `.env` from the template.
 * @param {string} folder made when it does not exist; files of an earlier copy are written over, of its `.env` only the images
 * @param {Record<string, string | number>} variables of the `.env`, besides those that the template has
 */
export function copyWorkspace(folder, variables) {
  mkdirSync(folder, { recursive: true });
  const left = new Set([".env", "node_modules", ".svelte-kit", ".devops-infra"]);
  cpSync(example, folder, { recursive: true, filter: (source) => !left.has(source.split("/").at(-1) ?? "") });
  const skill = join(folder, ".claude/skills/devops-bestays-infra");
  mkdirSync(skill, { recursive: true });
  cpSync(join(root, "references"), join(skill, "references"), { recursive: true });
  if (existsSync(join(root, "SKILL.md"))) cpSync(join(root, "SKILL.md"), join(skill, "SKILL.md"));
  const env = join(folder, ".env");
  const kept = existsSync(env);
  // An engine that came later may need other images than the one that was there when the file was written.
  const lines = [...imageVariables(), ...(kept ? [] : Object.entries(variables).map(([name, value]) => `${name}=${value}`))];
  const names = new Set(lines.map((line) => line.split("=")[0]));
  const others = readFileSync(kept ? env : join(folder, ".env.example"), "utf8").split("\n").filter((line) => !names.has(line.split("=")[0]));
  writeFileSync(env, `${others.join("\n").trimEnd()}\n${lines.map((line) => `${line}\n`).join("")}`, { mode: 0o600 });
}

/** `NAME=image` lines that this machine needs: none where the public images are used. */
export function imageVariables() {
  const printed = execFileSync("bash", [join(root, "scripts/engine.sh"), "--print-env"], { encoding: "utf8" });
  return printed.split("\n").filter((line) => line.includes("="));
}

/**
 * Free TCP ports of this machine, the wanted ones where they are free; 0 wants any.
 * @template {string} Name
 * @param {Record<Name, number>} wanted
 * @returns {Promise<Record<Name, number>>}
 */
export async function freePorts(wanted) {
  const found = /** @type {Record<Name, number>} */ ({});
  for (const name of /** @type {Name[]} */ (Object.keys(wanted))) found[name] = wanted[name] > 0 && (await isFree(wanted[name])) ? wanted[name] : await anyFree();
  return found;
}

/** @param {number} port */
function isFree(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => done(true)));
  });
}

/** @returns {Promise<number>} */
function anyFree() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}

/** Whether a container engine answers, and if not, what it said. */
export function engineAnswer() {
  try {
    execFileSync("docker", ["version", "--format", "{{.Server.Version}}"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 15_000 });
    return { answers: true, why: "" };
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n").at(-1) : "";
    return { answers: false, why: said || "there is no docker command" };
  }
}
