// `npm run demo`: brings up a copy of the reference workspace through a real MCP client and shows what the server says.
// Usage: npm run demo -- [--yes] [--stop]
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installPackages } from "./packages.mjs";
import { USUAL_PORTS, copyWorkspace, engineAnswer, freePorts } from "./workspace.mjs";

const root = resolve(import.meta.dirname, "..");
const demo = join(root, ".demo");
const { yes, stop } = parseArgs({ options: { yes: { type: "boolean" }, stop: { type: "boolean" } } }).values;

function run(file, args) {
  const { status } = spawnSync(file, args, { cwd: root, stdio: "inherit" });
  return status ?? 1;
}

/** A client of the built server, as an assistant has one. */
async function connect(workspace) {
  const [{ Client }, { StdioClientTransport }] = await Promise.all([import("@modelcontextprotocol/client"), import("@modelcontextprotocol/client/stdio")]);
  const client = new Client({ name: "demo", version: "1.0.0" });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [join(root, "dist/main.js"), "mcp", "--workspace", workspace], env: process.env, stderr: "inherit" }));
  return client;
}

/** Calls a tool, prints the call and the answer as a model would read it, and gives the structured result. */
async function call(client, name, input = {}) {
  console.log(`\n▶ ${name} ${JSON.stringify(input)}`);
  let last = "";
  const result = await client.callTool({ name, arguments: input }, {
    timeout: 900_000,
    onprogress: ({ message }) => {
      if (message && message !== last) console.log(`  · ${message}`);
      last = message ?? last;
    },
  });
  const text = result.content.map((one) => (one.type === "text" ? one.text : "")).join("\n");
  console.log(text.split("\n").map((line) => `  ${line}`.trimEnd()).join("\n"));
  return result.structuredContent ?? {};
}

/** A project name that no containers of another folder carry. */
function freeProjectName() {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? "bestays-demo" : `bestays-demo-${number}`;
    const { stdout } = spawnSync("docker", ["ps", "-aq", "--filter", "label=com.docker.compose.project=" + name], { encoding: "utf8" });
    if (!stdout?.trim()) return name;
  }
}

/** The name under which the demo runs, from its own `.env`. */
function projectName() {
  return /^COMPOSE_PROJECT_NAME=(.*)$/m.exec(readFileSync(join(demo, ".env"), "utf8"))?.[1] ?? "";
}

async function main() {
  installPackages();
  if (run(process.execPath, ["scripts/build.mjs"]) !== 0) return 1;
  if (stop) {
    if (!existsSync(demo)) {
      console.log("There is no demo to stop.");
      return 0;
    }
    const client = await connect(demo);
    const stopped = await call(client, "stop_env");
    await client.close();
    return stopped.status === "stopped" ? 0 : 1;
  }
  const engineStatus = run("bash", ["scripts/engine.sh", ...(yes ? ["--yes"] : [])]);
  if (!existsSync(join(demo, ".env"))) copyWorkspace(demo, { COMPOSE_PROJECT_NAME: freeProjectName(), ...(await freePorts(USUAL_PORTS)) });
  else copyWorkspace(demo, {});
  const client = await connect(demo);
  try {
    return engineStatus === 0 && engineAnswer().answers ? await withEngine(client) : await withoutEngine(client);
  } finally {
    await client.close();
  }
}

async function withoutEngine(client) {
  console.log(engineAnswer().answers ? "\nThe engine is there, but what the demo needs could not be brought (see above). What works without:" : "\nNo container engine answers, so nothing can be started. What needs none:");
  const { tools } = await client.listTools();
  for (const tool of tools) console.log(`- ${tool.name}: ${tool.description}`);
  await call(client, "start_env", { dry_run: true });
  await call(client, "health_check");
  console.log("\nMend that (an engine is Docker with Compose 2.20 or later), then run the demo again.");
  return 1;
}

async function withEngine(client) {
  console.log("\nAn assistant starts the environment:");
  let started = await call(client, "start_env", { wait_s: 600 });
  if (started.status !== "healthy") return 1;
  await call(client, "health_check");
  console.log("\nSomebody stops redis:");
  const { stdout: redis } = spawnSync("docker", ["ps", "-q", "--filter", "label=com.docker.compose.project=" + projectName(), "--filter", "label=com.docker.compose.service=redis"], { encoding: "utf8" });
  spawnSync("docker", ["stop", "--", redis.trim()], { stdio: "ignore" });
  const broken = await call(client, "health_check");
  if (broken.status !== "degraded") return 1;
  console.log("\nThe server said what to do next, so that is done:");
  await call(client, broken.next[0].tool, broken.next[0].arguments);
  started = await call(client, "start_env");
  if (started.status !== "healthy") return 1;
  console.log("\nOpen:");
  for (const { service, label, host_url: url } of started.endpoints) console.log(`- ${service}${label ? ` (${label})` : ""}: ${url}`);
  console.log("\nTake it down with: npm run demo -- --stop");
  return 0;
}

process.exit(await main());
