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
    if (typeof one === "string") {
      const [, source = "", target = ""] = /^((?:[A-Za-z]:[\\/])?[^:]*)(?::([^:]*))?/.exec(one) ?? [];
      return target !== "" && /^[./~\\]|^[A-Za-z]:/.test(source) ? [{ source, target }] : [];
    }
    const { type, source, target } = fields(one);
    const from = typeof source === "string" ? source : "";
    const to = typeof target === "string" ? target : "";
    const bind = type === "bind" || type === "npipe" || (type === undefined && /^[./~]/.test(from));
    return bind ? [{ source: from, target: to }] : deviceOf(declared(sections, "volumes", from)).map((device) => ({ source: device, target: to }));
  });
}

/** The folder that a volume of the local driver is; network file systems have other devices. */
function deviceOf(volume: Fields): string[] {
  const { device, type } = fields(volume["driver_opts"]);
  return typeof device === "string" && /^\/(?!\/)/.test(device) && !/^(?:nfs|cifs|smb)/.test(typeof type === "string" ? type : "") ? [device] : [];
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
  const caches = [...texts(from), ...texts(to)].flatMap((cache) => [...cache.matchAll(/(?:^|,)\s*(?:src|dest)=([^,]*)/g)].map((match) => match[1] ?? ""));
  return [...all, ...layouts, ...file, ...caches];
}

/** Files that `extends` and `include` take in. */
export function takenIn(service: Fields): string[] {
  return [...paths(service["extends"], "file"), ...list(service["include"]).flatMap((one) => paths(one, "path"))].filter((one) => /[./:]/.test(one));
}

/** Files whose content gets into the service or its build. */
export function readFiles(service: Fields, sections: Sections): string[] {
  const named = [...["secrets", "configs"].map((section) => ({ section, values: service[section] })), { section: "secrets", values: fields(service["build"])["secrets"] }];
  return [
    ...takenIn(service).filter((one) => !isRemote(one)),
    ...["env_file", "label_file"].flatMap((key) => paths(service[key], "path")),
    ...named.flatMap(({ section, values }) => [...paths(values, "file"), ...list(values).flatMap((one) => texts(declared(sections, section, typeof one === "string" ? one : fields(one)["source"])["file"]))]),
  ];
}

function paths(value: unknown, key: string): string[] {
  return list(value).flatMap((one) => (typeof one === "string" ? (key === "file" && !/[/\\]/.test(one) ? [] : [one]) : texts(fields(one)[key])));
}
