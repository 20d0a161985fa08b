import { posix } from "node:path";
import { isRemote } from "./outside-paths.ts";

export type Fields = Record<string, unknown>;

/** The sections of a project that a service names parts of: `volumes`, `networks`, `secrets`, `configs`. */
export type Sections = Readonly<Record<string, unknown>>;

export interface Mount {
  source: string;
  target: string;
}

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

export function texts(value: unknown): string[] {
  return list(value).filter((one) => typeof one === "string");
}

/** What a section declares under a name. */
export function declared(sections: Sections, section: string, name: unknown): Fields {
  const all = fields(sections[section]);
  return typeof name === "string" && Object.hasOwn(all, name) ? fields(all[name]) : {};
}

/** Bind mounts, in both of compose's shapes, and named volumes that are declared as a folder of this machine. */
export function mounts(service: Fields, sections: Sections): Mount[] {
  return list(service["volumes"]).flatMap((one) => {
    const { type, source, target } = typeof one === "string" ? shortMount(one) : fields(one);
    const from = typeof source === "string" ? source : "";
    const to = typeof target === "string" ? target : "";
    const bind = type === "bind" || type === "npipe" || (type === undefined && /^[./~\\]|^[A-Za-z]:/.test(from));
    return bind ? [{ source: from, target: to }] : devicesOf(declared(sections, "volumes", from)).map((device) => ({ source: device, target: to }));
  });
}

/** One path alone is a volume without a name. */
function shortMount(text: string): Fields {
  const [, source, target = ""] = /^((?:[A-Za-z]:[\\/])?[^:]*)(?::([^:]*))?/.exec(text) ?? [];
  return target === "" ? {} : { source, target };
}

/** What of this machine a volume of the local driver is; network file systems have devices elsewhere. */
function devicesOf(volume: Fields): string[] {
  const { device = "", type = "", o = "" } = fields(volume["driver_opts"]);
  const options = String(o).split(",").map((one) => one.trim());
  // Of what is bound the kernel does not ask the type.
  const bound = options.some((one) => /^r?bind$/.test(one));
  const far = /^(?:nfs|cifs|smb)/.test(String(type)) || /^[^/]*:/.test(String(device));
  const named = texts(device).filter((one) => bound || (!far && one.includes("/")));
  const layers = options.flatMap((one) => /^(?:lower|upper|work)dir\+?=(.*)$/.exec(one)?.[1]?.split(":") ?? []);
  // The engine takes relative ones from the root, where it runs.
  return [...named, ...layers].map((one) => posix.join("/", one));
}

/** The context of a build and those beside it: paths and addresses. */
export function contexts(service: Fields): string[] {
  const { build } = service;
  const { context, additional_contexts: more } = fields(build);
  const beside = Array.isArray(more) ? texts(more).map((one) => one.slice(one.indexOf("=") + 1)) : Object.values(fields(more)).flatMap(texts);
  return [...texts(build), ...texts(context), ...beside];
}

/** What a build reads, and where it keeps its cache. */
export function buildPaths(service: Fields): string[] {
  const all = contexts(service).filter((one) => !isRemote(one) && !/^(?:service|target|docker-image):/.test(one));
  const { context, dockerfile, cache_from: from, cache_to: to } = fields(service["build"]);
  const base = typeof context === "string" ? context : ".";
  const file = typeof dockerfile === "string" && !isRemote(base) ? [posix.isAbsolute(dockerfile) ? dockerfile : posix.join(base, dockerfile)] : [];
  const layouts = contexts(service).filter((one) => one.startsWith("oci-layout://")).map((one) => one.slice("oci-layout://".length));
  return [...all, ...layouts, ...file, ...[...texts(from), ...texts(to)].flatMap(cachePaths)];
}

/** The folders of `type=local,dest=./x`: a line of CSV, whose fields may stand in quotes and whose keys may have capitals. */
function cachePaths(cache: string): string[] {
  const options = [...cache.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = ""]) => quoted ?? plain);
  return options.flatMap((option) => /^\s*(?:src|dest)\s*=\s*(.*)$/is.exec(option)?.[1] ?? []);
}

/** Files that `extends` and `include` take in, and what they are read with. */
export function takenIn(service: Fields): string[] {
  return [...paths(service["extends"], "file"), ...["path", "project_directory", "env_file"].flatMap((key) => paths(service["include"], key))].filter((one) => /[./:]/.test(one));
}

/** Files whose content gets into the service or its build. */
export function readFiles(service: Fields, sections: Sections): string[] {
  const named = [...["secrets", "configs"].map((section) => ({ section, values: service[section] })), { section: "secrets", values: fields(service["build"])["secrets"] }];
  return [
    ...takenIn(service).filter((one) => !isRemote(one)),
    ...[service["env_file"], service["label_file"], fields(service["develop"])["watch"]].flatMap((files) => paths(files, "path")),
    ...named.flatMap(({ section, values }) => [...paths(values, "file"), ...list(values).flatMap((one) => texts(declared(sections, section, typeof one === "string" ? one : fields(one)["source"])["file"]))]),
  ];
}

function paths(value: unknown, key: string): string[] {
  return list(value).flatMap((one) => (typeof one === "string" ? (key === "file" && !/[/\\]/.test(one) ? [] : [one]) : texts(fields(one)[key])));
}
