import { posix } from "node:path";
import type { Failing, Explanation } from "./explanation.ts";
import type { Problem } from "./problem.ts";

interface Mount {
  readOnly: boolean;
  type: string;
  source: string;
  target: string;
}

/** Folders that an image's build fills. */
const BUILT = /\/(?:node_modules|\.?venv|site-packages|vendor|dist|build|target|bin)\//;

/** Does a mount hide what the image has, or does it lead to nothing on this machine? */
export const mounts: Explanation = {
  codes: ["volume-hides-files", "mount-missing", "filesystem-readonly", "permission-denied"],
  judge: (failing) => missingSource(failing) ?? readOnly(failing) ?? noRight(failing) ?? hidden(failing),
};

function mountsOf({ model, service }: Failing): Mount[] {
  return (model.services[service]?.volumes ?? []).map(({ type, source = "", target, read_only: readOnly = false }) => ({ type, source, target, readOnly }));
}

/** Where a file that should be mounted is not there, the engine makes an empty folder in its place. */
function missingSource(failing: Failing): Problem | undefined {
  const { service, facts, container, problem, said } = failing;
  for (const { type, source, target } of mountsOf(failing)) {
    const at = facts.sources?.get(target);
    if (type !== "bind" || at === undefined) continue;
    const folderForFile = at !== "missing" && at.kind === "folder" && at.empty && posix.extname(target) !== "" && !target.endsWith(".d");
    if (at !== "missing" && !folderForFile) continue;
    const words = [container?.error ?? "", ...said.map((one) => one.evidence.excerpt)];
    const named = words.find((one) => one.includes(target) || one.includes(source) || /is a directory|EISDIR|not a directory/i.test(one));
    if (folderForFile && named === undefined) continue;
    return {
      code: "mount-missing",
      service,
      cause: at === "missing" ? `${service} mounts ${shown(failing, source)}, which does not exist.` : `${service} mounts ${shown(failing, source)} as the file ${target}, but there is an empty folder: the file was missing, and the engine made a folder in its place.`,
      confidence: named === undefined ? "likely" : "proven",
      evidence: [{ source: `mount ${target} of ${service}`, excerpt: `${shown(failing, source)}: ${at === "missing" ? "not there" : "an empty folder"}` }, ...(named === undefined ? problem.evidence.slice(0, 1) : [{ source: container?.error ? "engine" : `logs of ${service}`, excerpt: named.slice(0, 300) }])],
      fix: { summary: at === "missing" ? `Bring ${shown(failing, source)} back, or take the mount out; then start ${service} again.` : `Remove the empty folder, bring the file back, and make the container of ${service} anew.`, tool: "start_env", arguments: { services: [service] } },
    };
  }
  return undefined;
}

/** A service that may only read where it says that it has to write. */
function readOnly(failing: Failing): Problem | undefined {
  const { service, logs, model } = failing;
  const line = logs.findLast((one) => /read-only file system|EROFS/i.test(one.text));
  const read = mountsOf(failing).filter((one) => one.readOnly);
  const all = model.services[service]?.["read_only"] === true;
  if (!line || (read.length === 0 && !all)) return undefined;
  const what = all ? `the file system of ${service} is read-only (read_only: true)` : `${read.map((one) => one.target).join(", ")} of ${service} ${read.length === 1 ? "is" : "are"} mounted read-only`;
  return {
    code: "filesystem-readonly",
    service,
    cause: `${service} has to write where it may only read: ${what}.`,
    confidence: all || read.length === 1 || read.some((one) => line.text.includes(one.target)) ? "proven" : "likely",
    evidence: [{ source: `logs of ${service}`, excerpt: line.text.slice(0, 300) }, { source: `mounts of ${service}`, excerpt: all ? "read_only: true" : read.map((one) => `${one.target}: read-only`).join(", ") }],
    fix: { summary: all ? `Give ${service} a volume or a tmpfs where it writes, then start it again.` : `Mount ${read.map((one) => one.target).join(", ")} without \`ro\`, or put a tmpfs where ${service} writes; then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
  };
}

/** A service that ends because the owner or the mode of what is mounted does not let it in. */
function noRight(failing: Failing): Problem | undefined {
  const { service, container, logs } = failing;
  if (!container || (container.state === "running" && container.restarts === 0)) return undefined;
  for (const mount of mountsOf(failing)) {
    const line = logs.findLast(({ text }) => text.includes(mount.target) && /permission denied|EACCES|operation not permitted|has wrong ownership/i.test(text));
    if (!line) continue;
    const source = mount.type === "bind" ? shown(failing, mount.source) : `the volume ${mount.source}`;
    return {
      code: "permission-denied",
      service,
      cause: `${service} may not use ${mount.target}, where ${source} is mounted: its owner or its mode does not let the container's user in.`,
      confidence: "proven",
      evidence: [{ source: `logs of ${service}`, excerpt: line.text.slice(0, 300) }, { source: `mount ${mount.target} of ${service}`, excerpt: `${source} → ${mount.target}` }],
      fix: { summary: `Give ${source} to the user that ${service} runs as (chown), or run ${service} as its owner (\`user:\`); then start it again.`, tool: "start_env", arguments: { services: [service] } },
    };
  }
  return undefined;
}

/** A file that is named as missing, under a mount whose source has no such file either. */
function hidden(failing: Failing): Problem | undefined {
  const { service, facts, said, problem, model } = failing;
  for (const { path, there, missing } of facts.named ?? []) {
    const mount = mountsOf(failing).filter((one) => one.target !== "/" && path.startsWith(`${one.target.replace(/\/$/, "")}/`)).toSorted((a, b) => b.target.length - a.target.length)[0];
    if (there || !missing || !mount) continue;
    const source = mount.type === "bind" ? shown(failing, mount.source) : `the volume ${mount.source}`;
    const line = said.find((one) => one.evidence.excerpt.includes(path));
    // Of other files nobody knows whether the image has them.
    const built = BUILT.test(path) || JSON.stringify([model.services[service]?.command, model.services[service]?.["entrypoint"]]).includes(path);
    return {
      code: "volume-hides-files",
      service,
      cause: `${service} misses ${path}: ${source} is mounted over ${mount.target} and has no such file, whatever the image has there.`,
      confidence: built ? "proven" : "likely",
      evidence: [line?.evidence ?? problem.evidence[problem.evidence.length - 1] ?? { source: service, excerpt: path }, { source: `mount ${mount.target} of ${service}`, excerpt: `${source} → ${mount.target}; ${path} is not there` }],
      fix: { summary: `${mount.type === "bind" ? `Mount only what changes, its source folder, or install what is missing in ${source}` : `See what ${source} holds: a volume keeps what it got first, whatever a newer image has there`}${path.includes("/node_modules/") ? `; a volume of its own over ${path.slice(0, path.indexOf("/node_modules/"))}/node_modules keeps the image's` : ""}. Then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
    };
  }
  return undefined;
}

function shown({ snapshot }: Failing, source: string): string {
  return source.startsWith(`${snapshot.project.root}/`) ? `./${source.slice(snapshot.project.root.length + 1)}` : source;
}
