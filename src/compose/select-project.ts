import { posix } from "node:path";
import { parse as parseDotenv } from "dotenv";
import { isScalar, parseDocument } from "yaml";
import { UserError } from "../errors.ts";
import { contain } from "../host/contain.ts";
import type { Files } from "../host/files.ts";
import { DEFAULT_FILES, OVERRIDE_FILES, findComposeFiles } from "./find-compose-files.ts";
import { interpolate } from "./interpolate.ts";
import { isolatedHere } from "./isolation.ts";
import type { Project } from "./project.ts";

/** What a map may say of a project; see the front matter in docs/maps.md. */
export interface MapOfProject {
  project?: string | undefined;
  compose_files?: string[] | undefined;
  profiles?: string[] | undefined;
  projects?: { name: string; compose_files: string[]; profiles?: string[] | undefined }[] | undefined;
  env_file?: string | undefined;
  /** The map says something that cannot be read: what it would have chosen is not known. */
  fault?: UserError | undefined;
}

interface Where {
  root: string;
  environment: Readonly<Record<string, string | undefined>>;
  map: MapOfProject;
  /** The tools' `project`: a name of the map's projects, or one of the compose files. */
  wanted?: string | undefined;
}

/**
 * Says which files, profiles and name a project has: the map, then Compose's own rules, then a lone
 * `docker-compose.dev.yml`. A project that is isolated in this checkout has its own name and ports above all that. Throws a UserError where there is no compose file, or several and nothing chooses.
 */
export async function selectProject(files: Files, where: Where): Promise<Project> {
  return isolatedHere(files, await chooseProject(files, where));
}

async function chooseProject(files: Files, where: Where): Promise<Project> {
  const { root, environment, map } = where;
  if (map.fault) throw map.fault;
  const envFile = await relativeInside(files, root, map.env_file ?? ".env", true);
  const envValues = parseDotenv((await files.read(posix.join(root, envFile))) ?? "");
  const read = (name: string) => environment[name] ?? envValues[name];
  const chosen = await chooseFiles(files, where, read);
  const inside = await Promise.all(chosen.files.map((file) => relativeInside(files, root, file, false)));
  const named = read("COMPOSE_PROJECT_NAME");
  const profiles = chosen.profiles ?? words(read("COMPOSE_PROFILES") ?? "", ",");
  const given = named || chosen.name || (await composeName(files, root, inside, read));
  const name = normalise(given);
  if (name === "") throw new UserError("project-unnamed", `${JSON.stringify(given)} leaves nothing of a project name: it takes lower-case letters, digits, - and _.`, `Set COMPOSE_PROJECT_NAME in ${envFile}, or a \`name:\` in ${inside[0] ?? "the compose file"}.`);
  return {
    name,
    root,
    files: inside,
    profiles,
    envFile,
    envValues,
    environment,
    namedBy: named ? "COMPOSE_PROJECT_NAME" : chosen.name ? "the map" : "compose",
    ...(chosen.doubt ? { doubt: chosen.doubt } : {}),
  };
}

interface Choice {
  files: string[];
  profiles?: string[] | undefined;
  name?: string | undefined;
  doubt?: string;
}

async function chooseFiles(files: Files, where: Where, read: (name: string) => string | undefined): Promise<Choice> {
  const { root, map, wanted } = where;
  const present = await findComposeFiles(files, root);
  if (wanted !== undefined) return wantedProject(where, present);
  if (map.projects && map.projects.length > 0) {
    const [only, ...more] = map.projects;
    if (only && more.length === 0) return { files: only.compose_files, profiles: only.profiles, name: only.name };
    throw ambiguous(`The map names ${map.projects.length} projects.`, map.projects.map((one) => one.name));
  }
  if (map.compose_files && map.compose_files.length > 0) return { files: map.compose_files, profiles: map.profiles, name: map.project };
  const listed = words(read("COMPOSE_FILE") ?? "", read("COMPOSE_PATH_SEPARATOR") ?? ":");
  if (listed.length > 0) return { files: listed, profiles: map.profiles, name: map.project, doubt: "files from COMPOSE_FILE" };
  const main = DEFAULT_FILES.find((name) => present.includes(name));
  if (main) {
    const override = OVERRIDE_FILES.find((name) => present.includes(name));
    const others = present.filter((name) => name !== main && name !== override);
    return { files: override ? [main, override] : [main], profiles: map.profiles, name: map.project, ...(others.length > 0 ? { doubt: `not used: ${others.join(", ")}` } : {}) };
  }
  const development = present.filter((name) => !/\.prod(uction)?\./.test(name));
  const [only, ...more] = development;
  if (only && more.length === 0 && /\.dev(elopment)?\./.test(only)) return { files: [only], profiles: map.profiles, name: map.project, doubt: "the only one for development" };
  if (present.length === 0) throw noComposeFile(root);
  throw ambiguous(`${root} has ${present.length} compose file${present.length > 1 ? "s" : ""} and none has a name that Compose takes by itself.`, present);
}

function wantedProject(where: Where, present: string[]): Choice {
  const { map, wanted = "" } = where;
  const named = map.projects?.find((one) => one.name === wanted);
  if (named) return { files: named.compose_files, profiles: named.profiles, name: named.name };
  if (map.compose_files && map.project === wanted) return { files: map.compose_files, profiles: map.profiles, name: map.project };
  if (present.includes(wanted)) return { files: [wanted] };
  const known = [...(map.projects?.map((one) => one.name) ?? []), ...(map.project ? [map.project] : []), ...present];
  if (known.length === 0) throw noComposeFile(where.root);
  throw new UserError("unknown-project", `There is no project ${JSON.stringify(wanted)} in ${where.root}.`, `Pass one of: ${known.join(", ")}; or leave \`project\` out.`);
}

function noComposeFile(root: string): UserError {
  return new UserError("no-compose-file", `${root} has no compose file.`, "Name the folder that holds compose.yaml or docker-compose.yml with --workspace DIR or DEVOPS_WORKSPACE.");
}

function ambiguous(what: string, candidates: string[]): UserError {
  return new UserError("project-ambiguous", `${what} Candidates: ${candidates.join(", ")}.`, `Pass project: ${JSON.stringify(candidates[0])} (or another candidate), or set COMPOSE_FILE in .env.`);
}

/** A path as given, made relative to the root; refused when it, or what it links to, lies outside. */
async function relativeInside(files: Files, root: string, path: string, mayBeMissing: boolean): Promise<string> {
  const absolute = await contain(files, [root], path);
  if (!mayBeMissing && (await files.stat(absolute))?.kind !== "file") {
    throw new UserError("compose-file-missing", `The compose file ${path} does not exist in ${root}.`, "Mend the name in the map's compose_files or in COMPOSE_FILE, or restore the file.");
  }
  return posix.relative(root, posix.resolve(root, path));
}

/** The top-level `name:` of the last file that has one, else the name of the project's folder. */
async function composeName(files: Files, root: string, names: string[], read: (name: string) => string | undefined): Promise<string> {
  for (const name of [...names].reverse()) {
    const line = /^name:[ \t]+(.+)$/m.exec((await files.read(posix.join(root, name))) ?? "")?.[1]?.trimEnd();
    const { contents: value, errors } = parseDocument(line ?? "", { logLevel: "silent" });
    if (errors.length === 0 && isScalar(value) && typeof value.value === "string") return interpolate(value.value, read).text;
  }
  return posix.basename(posix.dirname(posix.join(root, names[0] ?? "compose.yaml")));
}

/** Compose's own rule for project names: lower case, letters, digits, `-` and `_`, no `-` or `_` first. */
function normalise(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_-]/g, "").replace(/^[_-]+/, "");
}

function words(text: string, separator: string): string[] {
  return text.split(separator).map((word) => word.trim()).filter((word) => word !== "");
}
