import type { Refusal } from "./entry-refusals.ts";
import { isOutside, isRemote } from "./outside-paths.ts";
import { publicPort } from "./public-port.ts";
import { buildPaths, contexts, declared, fields, list, mounts, readFiles, takenIn, texts, type Fields, type Sections } from "./service-paths.ts";

/** What stands around a service. */
export interface Surroundings {
  /** The workspace's folder. */
  root: string;
  /** The project's sections as compose resolves them. */
  sections?: Sections;
  /** Where paths lead once their links are followed; a path that is not in it leads where it says. */
  links?: ReadonlyMap<string, string>;
}

interface Danger {
  code: string;
  /** What of the service is dangerous, in words that can be shown; none where nothing is. */
  find(service: Fields, around: Around): string[];
  says(found: string): string;
  fix: string | ((found: string[]) => string);
}

interface Around {
  sections: Sections;
  leads(path: string): string;
  outside(path: string): boolean;
}

/** Docker gives these to every container; IPC_LOCK only keeps memory from being swapped. */
const HARMLESS = "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID IPC_LOCK KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(" ");

const SOCKETS = /(?:docker|containerd|podman|crio|buildkitd)\.sock$|[/\\]docker_engine$/;

const DANGERS: Danger[] = [
  {
    code: "privileged",
    find: (service) => [
      ...(isTrue(service["privileged"]) ? ["the service"] : []),
      ...(isTrue(fields(service["build"])["privileged"]) || texts(fields(service["build"])["entitlements"]).length > 0 ? ["its build"] : []),
      ...[...list(service["post_start"]), ...list(service["pre_stop"])].filter((hook) => isTrue(fields(hook)["privileged"])).map(() => "a hook"),
    ],
    says: (found) => `Privileged means root on this machine: ${found}.`,
    fix: "Leave privileged out, and name in cap_add what it needs.",
  },
  {
    code: "docker-socket",
    find: (service, { sections, leads }) => [...mounts(service, sections).filter(({ source, target }) => isSocket(source, target, leads(source))).map(({ source }) => source), ...(isTrue(service["use_api_socket"]) ? ["use_api_socket"] : [])],
    says: (found) => `Who has the engine's socket has this machine: ${found}.`,
    fix: "Leave the socket out, or put a proxy before it that lets through only what is needed.",
  },
  { code: "host-network", find: (service, { sections }) => [...same(service["network_mode"], "host"), ...same(fields(service["build"])["network"], "host"), ...hostNetworks(service, sections)], says: () => "The service shares the network of this machine, and reaches everything that listens on it.", fix: "Use the project's network, and publish the ports that are needed on 127.0.0.1." },
  { code: "host-pid", find: (service) => same(service["pid"], "host"), says: () => "The service sees and signals every process of this machine.", fix: "Leave pid out." },
  { code: "host-ipc", find: (service) => same(service["ipc"], "host"), says: () => "The service shares the memory of this machine's processes.", fix: "Leave ipc out; shm_size gives it more shared memory of its own." },
  { code: "host-uts", find: (service) => same(service["uts"], "host"), says: () => "The service can rename this machine.", fix: "Leave uts out; hostname names the container." },
  { code: "host-userns", find: (service) => same(service["userns_mode"], "host"), says: () => "Root in the service is root on this machine.", fix: "Leave userns_mode out." },
  { code: "host-cgroup", find: (service) => same(service["cgroup"], "host"), says: () => "The service sees the control groups of this machine.", fix: "Leave cgroup out." },
  { code: "cgroup-parent", find: (service) => texts(service["cgroup_parent"]), says: (found) => `The service leaves the engine's control group for ${found}, and with it its limits.`, fix: "Leave cgroup_parent out; deploy.resources.limits sets limits." },
  {
    code: "host-mount",
    find: (service, { sections, outside, leads }) => mounts(service, sections).filter(({ source, target }) => source !== "" && !isSocket(source, target, leads(source)) && outside(source)).map(({ source }) => source),
    says: (found) => `Folders or files outside the workspace are mounted: ${found}.`,
    fix: (found) => (found.some((one) => /^[A-Za-z]:\//.test(one)) ? 'Compose takes a name of one letter for a drive: write {"type": "volume", "source": "d", "target": "/data"}.' : "Mount a folder of the workspace, or use a named volume."),
  },
  { code: "capability", find: (service) => texts(service["cap_add"]).filter((one) => !HARMLESS.includes(one.toUpperCase().replace(/^CAP_/, ""))), says: (found) => `Capabilities that reach beyond the container: ${found}.`, fix: "Leave them out of cap_add, or name a narrower one." },
  { code: "device", find: (service) => [...list(service["devices"]).map(deviceOf).filter((one) => !/\/gpu=/.test(one)), ...texts(service["device_cgroup_rules"])], says: (found) => `Devices of this machine: ${found}.`, fix: "Leave devices out; gpus gives it a graphics card." },
  { code: "unconfined", find: (service) => texts(service["security_opt"]).filter((one) => /unconfined|no-new-privileges[:=]false|label[:=]disable|spc_t/i.test(one)), says: (found) => `What confines the container is switched off: ${found}.`, fix: "Leave security_opt out, or name a profile of your own." },
  { code: "sysctl", find: (service) => names(service["sysctls"]).filter((one) => one.startsWith("kernel.")), says: (found) => `Settings of the kernel: ${found}.`, fix: "Leave kernel.* out of sysctls." },
  { code: "provider", find: (service) => (service["provider"] === undefined ? [] : ["provider"]), says: () => "A provider is a program that compose runs on this machine.", fix: "Use image or build." },
  { code: "foreign-container", find: (service) => [...texts(service["volumes_from"]), ...["network_mode", "pid", "ipc"].flatMap((key) => texts(service[key])), ...texts(fields(service["build"])["network"])].filter((one) => one.startsWith("container:")), says: (found) => `The service takes part in a container that is not of this project: ${found}.`, fix: "Name a service of the project instead." },
  {
    code: "remote-build",
    find: (service) => contexts(service).filter((one) => isRemote(one) && !/^(?:docker-image|oci-layout):\/\//.test(one)),
    says: (found) => `What is built comes from another machine, and may be another thing tomorrow: ${found}.`,
    fix: "Check the source out into the workspace, or use an image by its digest.",
  },
  { code: "build-outside", find: (service, { outside }) => buildPaths(service).filter(outside), says: (found) => `The build reads or writes outside the workspace: ${found}.`, fix: "Move what is built into the workspace, and its cache." },
  { code: "build-ssh", find: (service) => sshOf(fields(service["build"])["ssh"]), says: (found) => `The build may use keys of this machine: ${found}.`, fix: "Leave ssh out of build, and check private sources out into the workspace." },
  { code: "remote-include", find: (service) => takenIn(service).filter(isRemote), says: (found) => `Part of the definition comes from another machine: ${found}.`, fix: "Copy it into the workspace." },
  {
    code: "file-outside",
    find: (service, { sections, outside }) => readFiles(service, sections).filter(outside),
    says: (found) => `Files outside the workspace are read: ${found}.`,
    fix: "Name a file of the workspace.",
  },
  { code: "port-public", find: (service) => list(service["ports"]).flatMap(publicPort), says: (found) => `Published on an address that other machines reach: ${found}.`, fix: 'Put 127.0.0.1 before it: "127.0.0.1:8025:8025".' },
  { code: "container-name", find: (service) => texts(service["container_name"]).filter((one) => one.startsWith("-")), says: (found) => `A container called ${found} is taken for an option.`, fix: "Leave container_name out." },
];

/**
 * What a service may do to this machine or take from it, by its definition as compose resolves it (`config --format json`),
 * one for each kind.
 */
export function serviceDangers(definition: unknown, { root, sections = {}, links = new Map<string, string>() }: Surroundings): Refusal[] {
  const service = fields(definition);
  const leads = (path: string) => links.get(path) ?? path;
  const around: Around = { sections, leads, outside: (path) => isOutside(path, root) || isOutside(leads(path), root) };
  return DANGERS.flatMap(({ code, find, says, fix }) => {
    const found = [...new Set(find(service, around))];
    return found.length === 0 ? [] : [{ code, message: says(shown(found)), fix: typeof fix === "string" ? fix : fix(found) }];
  });
}

function shown(found: string[]): string {
  const some = found.slice(0, 5).map((one) => one.replace(/[^\x20-\x7e\u00a0-\uffff]/g, "?").slice(0, 100));
  return some.join(", ") + (found.length > some.length ? ` and ${found.length - some.length} more` : "");
}

/** The keys of a map, or of a list of `key=value`. */
function names(value: unknown): string[] {
  return Array.isArray(value) ? texts(value) : Object.keys(fields(value));
}

/** What `true` may be written as. */
function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

function same(value: unknown, word: string): string[] {
  return value === word ? [word] : [];
}

function isSocket(...paths: string[]): boolean {
  return paths.some((path) => SOCKETS.test(path));
}

/** The host's own network, which a project may declare under a name of its own. */
function hostNetworks(service: Fields, sections: Sections): string[] {
  const joined = Array.isArray(service["networks"]) ? texts(service["networks"]) : Object.keys(fields(service["networks"]));
  return joined.filter((name) => ["name", "driver"].some((key) => declared(sections, "networks", name)[key] === "host"));
}

/** Ids of agents and paths of keys. */
function sshOf(ssh: unknown): string[] {
  if (Array.isArray(ssh)) return ssh.flatMap((one: unknown) => (typeof one === "string" ? [one] : Object.values(fields(one)).flatMap(texts).slice(0, 1)));
  return typeof ssh === "string" ? [ssh] : Object.keys(fields(ssh));
}

function deviceOf(device: unknown): string {
  const { source } = fields(device);
  return typeof device === "string" ? device : typeof source === "string" ? source : "a device";
}
