import { posix } from "node:path";
import { UserError } from "../errors.ts";
import type { Files } from "../host/files.ts";
import { readFrontMatter, type FrontMatter } from "./front-matter.ts";
import { mapEntries } from "./map-entries.ts";
import type { MapEntry } from "./parse-map.ts";

/** A skill's folder and what its component map says of the project that it serves. */
export interface Skill {
  folder: string;
  componentMap: string;
  front: FrontMatter;
  entries: MapEntry[];
  /** `package`: it came with this program and is never written to when installed. */
  from: "named" | "workspace" | "package";
}

const COMPONENT_MAP = "references/component-map.md";

/**
 * The skill of a workspace: the one named, else the single one under `.claude/skills` or `.agents/skills`, else the
 * package's own where the files that its map names exist in the workspace. Several that differ are refused.
 */
export async function findSkill(files: Files, where: { root: string; packageRoot: string; named: string | undefined }): Promise<Skill | undefined> {
  const { root, packageRoot, named } = where;
  if (named) {
    const folder = posix.resolve(root, named);
    const skill = await readSkill(files, folder, "named");
    if (!skill) throw new UserError("skill-missing", `${folder} has no ${COMPONENT_MAP}.`, "Name the folder of a skill with --skill DIR or DEVOPS_SKILL.");
    return skill;
  }
  const own = await ownSkills(files, root);
  if (own.length > 1) {
    throw new UserError("skill-ambiguous", `There are ${own.length} skills with a component map: ${own.map((skill) => posix.relative(root, skill.folder)).join(", ")}.`, "Name the one to use with --skill DIR.");
  }
  if (own[0]) return own[0];
  const packaged = await readSkill(files, packageRoot, "package");
  const { compose_files: composeFiles = [], makefile, preflight } = packaged?.front ?? {};
  if (!packaged || composeFiles.length === 0) return undefined;
  // A compose file's name alone says little: the Makefile and the preflight script tell Bestays from any other project.
  const marks = [...composeFiles, ...(makefile ? [makefile] : []), ...(preflight ? [preflight] : [])];
  const there = await Promise.all(marks.map((file) => files.stat(posix.join(root, file))));
  return there.every((stat) => stat?.kind === "file") ? packaged : undefined;
}

/** The same skill may lie in both folders, as a copy of one name or as a link, for different clients: it counts once. */
async function ownSkills(files: Files, root: string): Promise<Skill[]> {
  const found = new Map<string, Skill>();
  const places = new Set<string>();
  for (const parent of [".claude/skills", ".agents/skills"]) {
    for (const name of (await files.list(posix.join(root, parent))) ?? []) {
      const skill = await readSkill(files, posix.join(root, parent, name), "workspace");
      const place = skill && ((await files.realPath(skill.componentMap)) ?? skill.componentMap);
      if (skill && place !== undefined && !found.has(name) && !places.has(place)) found.set(name, skill);
      if (place !== undefined) places.add(place);
    }
  }
  return [...found.values()];
}

async function readSkill(files: Files, folder: string, from: Skill["from"]): Promise<Skill | undefined> {
  const componentMap = posix.join(folder, COMPONENT_MAP);
  const text = await files.read(componentMap, 8 * 1024 * 1024);
  if (text === undefined) return undefined;
  return { folder, componentMap, front: readFrontMatter(text, componentMap), entries: mapEntries(text), from };
}
