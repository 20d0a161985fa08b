// `npm run demo`: brings up a copy of the reference workspace through a real MCP client and shows what the server says.
// Usage: npm run demo -- [--yes] [--stop]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
  if (!(await askAndAdd(client))) return 1;
  started = await call(client, "health_check");
  console.log("\nOpen:");
  for (const { service, label, host_url: url } of started.endpoints) console.log(`- ${service}${label ? ` (${label})` : ""}: ${url}`);
  console.log("\nTake it down with: npm run demo -- --stop");
  return 0;
}

/** Where is it, why is it broken, add one more, write down what was learned, and is the map still true. */
async function askAndAdd(client) {
  console.log("\nWhere is it? The map points, the values are read at the call:");
  await call(client, "lookup_component", { query: "What ports does the system use?" });

  console.log("\nSomebody changes the database's password in .env, and the backend does not start any more:");
  const file = join(demo, ".env");
  const env = readFileSync(file, "utf8");
  writeFileSync(file, env.replace(/^POSTGRES_PASSWORD=.*$/m, "POSTGRES_PASSWORD=something_else"));
  let cause;
  try {
    await call(client, "start_env", { services: ["server"], wait_s: 120, timeout_s: 60 });
    cause = await call(client, "troubleshoot", { symptom: "The backend isn't starting" });
  } finally {
    writeFileSync(file, env);
  }
  if (cause.causes?.[0]?.code !== "database-password-wrong") return false;

  console.log("\nThe old password is back, and a service is added that is built here:");
  mkdirSync(join(demo, "services/thumbnails"), { recursive: true });
  writeFileSync(join(demo, "services/thumbnails/Dockerfile"), "ARG NODE_IMAGE\nFROM ${NODE_IMAGE}\nCOPY server.mjs /\nCMD [\"node\", \"/server.mjs\"]\n");
  writeFileSync(join(demo, "services/thumbnails/server.mjs"), 'import { createServer } from "node:http";\ncreateServer((_, answer) => answer.end("ready\\n")).listen(8090);\n');
  const added = await call(client, "add_service", {
    name: "thumbnails",
    build: { context: "./services/thumbnails", args: { NODE_IMAGE: "${NODE_IMAGE:-node:20-bookworm-slim}" } },
    ports: ["8090"],
    healthcheck: { test: ["CMD", "node", "-e", "fetch('http://127.0.0.1:8090').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"], interval: "2s" },
    category: "Backend",
    description: "small pictures of the homes",
  });
  if (added.status !== "applied") return false;
  const started = await call(client, "start_env", { wait_s: 300 });
  if (started.status !== "healthy") return false;

  console.log("\nWhat was learned is written down, and found by the next one who meets it:");
  const entry = {
    kind: "issue",
    title: "Thumbnails stay empty after a rename of the service",
    category: "Service-Specific",
    symptoms: ["homes without pictures, and every service healthy"],
    steps: ["lookup_component thumbnails, and compare the name with the address that the frontend uses"],
    causes: ["the frontend still asks for the old name → `docker-compose.dev.yml` → `services` → `frontend` → `environment`"],
    definitive_source: ["docker-compose.dev.yml → services → thumbnails"],
    signals: ["getaddrinfo ENOTFOUND thumbnails"],
  };
  const learned = await call(client, "update_index", entry);
  if (learned.status !== "added") return false;
  const met = await call(client, "troubleshoot", { logs: "Error: getaddrinfo ENOTFOUND thumbnails-old", collect: false });
  if (!JSON.stringify(met).includes(entry.title)) return false;
  await call(client, "lookup_component", { query: "thumbnails" });

  console.log("\nAnd the maps are still true:");
  return (await call(client, "check_index")).status === "sound";
}

process.exit(await main());
