import { UserError } from "../errors.ts";
import type { Workspace } from "../workspace.ts";

/** Where packages are kept: what is written there is lost with the next install, or shared with every project. */
const CACHE = /\/(node_modules|_npx|_cacache|\.cache|\.npm|\.pnpm-store)\/|\/plugins\/cache\//;

/** Whether the maps of a skill in this folder may be written. */
export function isWritable(folder: string): boolean {
  return !CACHE.test(`${folder}/`);
}

/** Throws where there is no skill whose maps may be written. */
export function requireWritableSkill({ skill }: Workspace): NonNullable<Workspace["skill"]> {
  const fix = "Make .claude/skills/NAME/references/component-map.md in the workspace with the line `# Component map`, or name a skill with --skill DIR; then call it again.";
  if (!skill) throw new UserError("no-map", "This workspace has no component map; what lookups answer is derived from its files.", fix);
  if (!isWritable(skill.folder)) throw new UserError("map-not-writable", `${skill.folder} belongs to an installed package and is never written to.`, fix);
  return skill;
}
