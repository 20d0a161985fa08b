import { posix } from "node:path";
import type { PreflightFacts } from "../checks/preflight.ts";
import { dockerEnvironment } from "../compose/command.ts";
import { wantedPorts } from "../compose/ports.ts";
import type { Observed } from "../snapshot.ts";
import { clean } from "../text/clean.ts";
import type { Workspace } from "../workspace.ts";

/** Looks at everything that the preflight checks judge, side by side. Changes nothing. */
export async function preflightFacts(workspace: Workspace, observed: Observed, services: string[]): Promise<PreflightFacts> {
  const { snapshot } = observed;
  const { project, read } = snapshot;
  const wanted = read.model ? wantedPorts(read.model, services) : [];
  const template = workspace.skill?.front.env_template ?? `${project.envFile}.example`;
  const at = (path: string) => posix.join(project.root, path);
  const [composeVersion, envFile, hasTemplate, listeners, refused, missingPaths, free, absentImages] = await Promise.all([
    readComposeVersion(workspace),
    workspace.files.stat(at(project.envFile)),
    workspace.files.stat(at(template)),
    snapshot.engineHost === "127.0.0.1" && wanted.length > 0 ? workspace.machine.listeners() : undefined,
    refusedPorts(workspace, observed, wanted),
    missingPathsOf(workspace, observed, services),
    workspace.files.free(project.root),
    absentImagesOf(workspace, observed, services),
  ]);
  return {
    snapshot,
    services,
    composeVersion,
    envFile: envFile ? "there" : "missing",
    envTemplate: hasTemplate ? template : undefined,
    wanted,
    listeners,
    refused,
    missingPaths,
    free,
    absentImages,
    script: { skipped: "no script is named by the map" },
  };
}

/** Runs the workspace's own preflight script, unless its containers run: it would find its own ports taken. */
export async function runPreflightScript(workspace: Workspace, observed: Observed): Promise<PreflightFacts["script"]> {
  const path = workspace.skill?.front.preflight;
  const { snapshot } = observed;
  const { project } = snapshot;
  if (!path) return { skipped: "no script is named by the map" };
  if ((await workspace.files.stat(posix.join(project.root, path)))?.kind !== "file") return { skipped: `${path} is not there` };
  if (snapshot.containers.some((one) => one.state === "running")) return { skipped: `${path} is for a project that does not run yet` };
  workspace.progress({ message: `running ${path}` });
  const finished = await workspace.runner.run({
    file: "bash",
    args: [path],
    cwd: project.root,
    env: { ...dockerEnvironment(workspace.machine.env, project.root), COMPOSE_PROJECT_NAME: project.name },
    timeoutMs: 60_000,
    signal: workspace.signal,
    keep: { bytes: 16 * 1024, from: "end" },
  });
  if (finished.outcome === "missing") return { skipped: "there is no bash to run it" };
  return { path, exitCode: finished.exitCode, output: clean(`${finished.stdout}\n${finished.stderr}`).trim().split("\n").slice(-15).join("\n") };
}

/** A program does not change under a server every minute, and asking takes as long as all else. */
const VERSION_MS = 300_000;
const versions = new WeakMap<Workspace["runner"], { version: string; askedMs: number }>();

async function readComposeVersion(workspace: Workspace): Promise<PreflightFacts["composeVersion"]> {
  const known = versions.get(workspace.runner);
  if (known && workspace.clock.elapsed() - known.askedMs < VERSION_MS) return { version: known.version };
  const finished = await workspace.runner.run({ file: "docker", args: ["compose", "version", "--short"], env: dockerEnvironment(workspace.machine.env, workspace.root), timeoutMs: 10_000, signal: workspace.signal });
  if (finished.exitCode === 0) {
    versions.set(workspace.runner, { version: finished.stdout.trim(), askedMs: workspace.clock.elapsed() });
    return { version: finished.stdout.trim() };
  }
  return { missing: finished.outcome === "missing" ? "no docker command on the PATH" : clean(finished.stderr).trim().split("\n")[0] || finished.outcome };
}

async function refusedPorts(workspace: Workspace, { snapshot }: Observed, wanted: PreflightFacts["wanted"]): Promise<PreflightFacts["refused"]> {
  if (snapshot.engineHost !== "127.0.0.1") return [];
  const held = new Set(snapshot.others.flatMap((one) => one.ports.map((port) => port.hostPort)));
  const asked = wanted.filter((one) => one.protocol === "tcp" && !held.has(one.port));
  const answers = await Promise.all(asked.map(async ({ port, address }) => ({ port, answer: await workspace.net.canListen(address || "0.0.0.0", port) })));
  return answers.flatMap(({ port, answer }) => (answer === "taken" || (answer === "not-allowed" && workspace.machine.uid === 0) ? [{ port, answer }] : []));
}

async function missingPathsOf(workspace: Workspace, { snapshot }: Observed, services: string[]): Promise<PreflightFacts["missingPaths"]> {
  const model = snapshot.read.model;
  if (!model || snapshot.engineHost !== "127.0.0.1") return [];
  const needed = services.flatMap((service): PreflightFacts["missingPaths"] => {
    const { build, volumes = [] } = model.services[service] ?? {};
    const context = build?.context;
    const local = context !== undefined && context.startsWith("/");
    const inline = build?.["dockerfile_inline"] !== undefined;
    return [
      ...(local ? [{ service, path: context, need: "build context" as const }] : []),
      ...(local && !inline ? [{ service, path: posix.resolve(context, build?.dockerfile ?? "Dockerfile"), need: "Dockerfile" as const }] : []),
      ...(["secrets", "configs"] as const).flatMap((kind) => namesOf(model.services[service]?.[kind]).flatMap((name) => model[kind]?.[name]?.file ?? [])).map((path) => ({ service, path, need: "mounted file" as const })),
      ...volumes.filter((one) => one.type === "bind" && one.source !== undefined).map((one) => ({ service, path: one.source ?? "", need: needOf(one) })),
    ];
  });
  const there = await Promise.all(needed.map((one) => workspace.files.stat(one.path).catch(() => ({}))));
  const root = `${snapshot.project.root}/`;
  return needed.filter((_, index) => there[index] === undefined).map((one) => ({ ...one, path: one.path.startsWith(root) ? one.path.slice(root.length) : one.path }));
}

/** The sources of a service's secrets or configs. */
function namesOf(given: unknown): string[] {
  return Array.isArray(given) ? given.flatMap((one: unknown) => (typeof one === "string" ? [one] : typeof one === "object" && one !== null && "source" in one ? [String(one.source)] : [])) : [];
}

/** The short form has `create_host_path: true`, and so has every form of a compose that makes what is missing; older ones leave out a false. */
function needOf({ source = "", target, bind }: { source?: string; target: string; bind?: { create_host_path?: boolean } }): PreflightFacts["missingPaths"][number]["need"] {
  const file = (path: string) => /\.[A-Za-z0-9]{1,8}$/.test(path);
  if (bind !== undefined && bind.create_host_path !== true) return "mounted folder that nobody makes";
  return file(source) && file(target) ? "mounted file" : "mounted folder";
}

async function absentImagesOf(workspace: Workspace, { snapshot, engine }: Observed, services: string[]): Promise<PreflightFacts["absentImages"]> {
  const model = snapshot.read.model;
  if (!model || !snapshot.engine.answers) return [];
  const named = services.flatMap((service) => {
    const { image, build } = model.services[service] ?? {};
    return image && !build ? [{ service, image }] : [];
  });
  const here = await Promise.all(named.map((one) => engine.image(one.image)));
  const absent = named.filter((_, index) => here[index] === undefined);
  if (absent.length > 0) workspace.progress({ message: `asking the registry for ${absent.map((one) => one.image).join(", ")}` });
  return Promise.all(absent.map((one) => askRegistry(workspace, one)));
}

async function askRegistry(workspace: Workspace, { service, image }: { service: string; image: string }): Promise<PreflightFacts["absentImages"][number]> {
  const finished = await workspace.runner.run({ file: "docker", args: ["manifest", "inspect", "--", image], env: dockerEnvironment(workspace.machine.env, workspace.root), timeoutMs: 10_000, signal: workspace.signal, keep: { bytes: 4096, from: "end" } });
  if (finished.exitCode === 0) return { service, image, answer: "pullable", message: "" };
  const message = clean(finished.stderr).trim().split("\n").at(-1)?.slice(0, 300) || finished.outcome;
  const answer = /manifest unknown|no such manifest|not found/i.test(message) ? "not found" : /denied|unauthorized/i.test(message) ? "denied" : "unreachable";
  return { service, image, answer, message };
}
