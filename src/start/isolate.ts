import { posix } from "node:path";
import { guardComposeFiles } from "../compose/guard.ts";
import { ISOLATION, OVERRIDE, readIsolation, type Isolation } from "../compose/isolation.ts";
import type { Model } from "../compose/model.ts";
import { portVariables } from "../compose/port-variables.ts";
import { wantedPorts, type WantedPort } from "../compose/ports.ts";
import { variable } from "../compose/project.ts";
import { UserError } from "../errors.ts";
import { chosenProject, takeSnapshot, type Observed } from "../snapshot.ts";
import { Lock } from "../state/lock.ts";
import type { Workspace } from "../workspace.ts";

/** Blocks of ports begin at every hundredth number of this range. */
const BLOCKS = { first: 20_000, size: 100, count: 290 };

/**
 * Makes the project one of this checkout alone, or the ordinary one again: a name that follows from its folder, and a free
 * block of host ports. Once isolated it stays so, for every tool. Ports that are written with a variable get it from here;
 * what no variable changes gets a compose file that goes over it.
 */
export async function setIsolation(workspace: Workspace, wished: boolean, { wanted, dryRun }: { wanted: string | undefined; dryRun: boolean }): Promise<void> {
  const { state, signal } = workspace;
  const is = async () => (await chosenProject(workspace, wanted)).namedBy === "isolation";
  if (wished === (await is())) return;
  if (dryRun) throw new UserError("invalid-arguments", "A dry run cannot change whether this checkout is isolated.", `Call it without dry_run: before the start ${wished ? "it only writes" : "it only removes"} two files in .devops-infra.`);
  const held = await new Lock(state, "isolation", workspace).acquire({ signal });
  try {
    if (wished !== (await is())) await (wished ? isolateAnew(workspace, wanted) : endIsolation(workspace, wanted));
  } finally {
    await held.release();
  }
}

async function isolateAnew(workspace: Workspace, wanted: string | undefined): Promise<void> {
  const { files, root, state } = workspace;
  const other = await readIsolation(files, root);
  if (other) throw new UserError("other-isolated", `${other.of.name} is isolated in this checkout (as ${other.project}), and only one of its projects can be.`, `Call stop_env and then start_env with isolated: false, both with the \`project\` that is ${other.of.name}; where there is none any more, remove ${posix.relative(root, state.path(ISOLATION))}.`);
  const ordinary = await chosenProject(workspace, wanted);
  const observed = await ofAllProfiles(workspace, wanted);
  const { project, read } = observed.snapshot;
  const { model } = read;
  if (!model) throw new UserError("compose-invalid", read.invalid?.message ?? read.unasked ?? "Compose does not read the project.", "Mend what start_env with dry_run names, then call it again.");
  const guarded = await guardComposeFiles(files, root, project.files, (name) => variable(project, name));
  const variables = portVariables([...guarded.files.values()].flatMap((file) => file.values));
  const ports = wantedPorts(model, Object.keys(model.services));
  const name = `${ordinary.name.slice(0, 50)}-${fingerprint(root)}`;
  const numbers = await newPorts(workspace, observed, ports, variables);
  const isolation: Isolation = {
    of: { name: ordinary.name, files: ordinary.files },
    project: name,
    variables: Object.fromEntries(ports.flatMap((port) => [variables.get(keyOf(port)) ?? []].flat().map((one) => [one, String(numbers.get(keyOf(port)))]))),
  };
  const over = overrideOf(model, { name, was: project.name, fixed: ports.filter((port) => !variables.has(keyOf(port))), numbers });
  if (over !== undefined) await state.writeText(OVERRIDE, over);
  await state.writeJson(ISOLATION, { ...isolation, ...(over === undefined ? {} : { override: OVERRIDE }) });
  const { snapshot } = await ofAllProfiles(workspace, wanted);
  if (snapshot.read.model) return;
  await forgetIsolation(workspace);
  throw new UserError("isolation-failed", `Compose does not read the project with ports of its own: ${workspace.redact(snapshot.read.invalid?.message ?? "")}`, "Write the published ports as `${NAME:-8011}`, so that a variable can change them; ports that none can need Compose 2.24.4 or later.");
}

/** A service of a profile may be switched on later. What one of them lacks, an env file perhaps, does not hinder those that run. */
async function ofAllProfiles(workspace: Workspace, wanted: string | undefined): Promise<Observed> {
  const all = await takeSnapshot(workspace, wanted, ["*"]);
  return all.snapshot.read.model ? all : takeSnapshot(workspace, wanted);
}

/** Makes the checkout the ordinary project again. Its containers and volumes must be gone: nothing would find them any more. */
async function endIsolation(workspace: Workspace, wanted: string | undefined): Promise<void> {
  const { snapshot } = await takeSnapshot(workspace, wanted);
  if (snapshot.containers.length > 0) throw new UserError("still-running", `Containers of ${snapshot.project.name} are still there.`, "Stop them first: stop_env, with remove_volumes where the data of this checkout may go too.");
  await forgetIsolation(workspace);
}

async function forgetIsolation({ files, state }: Workspace): Promise<void> {
  await files.remove(state.path(ISOLATION));
  await files.remove(state.path(OVERRIDE));
}

function keyOf({ service, containerPort, protocol }: Pick<WantedPort, "service" | "containerPort" | "protocol">): string {
  return `${service} ${containerPort}/${protocol}`;
}

/** A host port for each, from the first block that is free as a whole; ports of one variable share one. */
async function newPorts({ machine, net }: Workspace, { snapshot }: Observed, ports: WantedPort[], variables: Map<string, string>): Promise<Map<string, number>> {
  const groups = [...new Set(ports.map((port) => variables.get(keyOf(port)) ?? keyOf(port)))];
  const taken = new Set([...((await machine.listeners()) ?? []).map((one) => one.port), ...snapshot.others.flatMap((one) => one.ports.map((port) => port.hostPort))]);
  const from = Number.parseInt(fingerprint(snapshot.project.root), 36) % BLOCKS.count;
  for (let turn = 0; turn < BLOCKS.count; turn += 1) {
    const first = BLOCKS.first + ((from + turn) % BLOCKS.count) * BLOCKS.size;
    const numbers = groups.map((_, index) => first + index);
    const free = numbers.every((port) => !taken.has(port)) && (await Promise.all(numbers.map((port) => net.canListen("0.0.0.0", port)))).every((answer) => answer === "free");
    if (free) return new Map(ports.map((port) => [keyOf(port), numbers[groups.indexOf(variables.get(keyOf(port)) ?? keyOf(port))] ?? first]));
  }
  throw new UserError("no-free-ports", `No ${groups.length} ports in a row are free from ${BLOCKS.first} on.`, "Stop what holds them, then call it again.");
}

/** What goes over the project's own files: fixed ports, container names, and names of networks and volumes that all checkouts share. */
function overrideOf(model: Model, { name, was, fixed, numbers }: { name: string; was: string; fixed: WantedPort[]; numbers: Map<string, number> }): string | undefined {
  const services = Object.entries(model.services).flatMap(([service, { ports = [], container_name: container }]) => {
    const renumbered = fixed.some((port) => port.service === service) ? ports.map((port) => ({ ...port, published: String(numbers.get(keyOf({ service, containerPort: port.target, protocol: port.protocol ?? "tcp" })) ?? port.published ?? "") })) : [];
    const lines = [...(container === undefined ? [] : ["    container_name: !reset null"]), ...(renumbered.length === 0 ? [] : ["    ports: !override", ...renumbered.map((port) => `      - ${JSON.stringify(port)}`)])];
    return lines.length > 0 ? [`  ${JSON.stringify(service)}:`, ...lines] : [];
  });
  const shared = (["networks", "volumes"] as const).flatMap((kind) => {
    const named = Object.entries(model[kind] ?? {}).filter(([key, one]) => one?.name !== undefined && one.external !== true && one.name !== `${was}_${key}`);
    return named.length > 0 ? [`${kind}:`, ...named.map(([key]) => `  ${JSON.stringify(key)}: {name: ${JSON.stringify(`${name}_${key}`)}}`)] : [];
  });
  if (services.length === 0 && shared.length === 0) return undefined;
  return `# Written by start_env with isolated: this checkout's own ports and names.\n${[...(services.length > 0 ? ["services:", ...services] : []), ...shared].join("\n")}\n`;
}

/** Six letters and digits that follow from a text (FNV-1a): the same folder gets the same name again. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(6, "0").slice(0, 6);
}
