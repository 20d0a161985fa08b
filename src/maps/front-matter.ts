import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../errors.ts";

const list = z.union([z.array(z.string()), z.string().transform((one) => [one])]);

const frontMatter = z.looseObject({
  project: z.string().optional(),
  compose_files: list.optional(),
  profiles: list.optional(),
  projects: z.array(z.looseObject({ name: z.string(), compose_files: list, profiles: list.optional() })).optional(),
  env_file: z.string().optional(),
  env_template: z.string().optional(),
  makefile: z.string().optional(),
  preflight: z.string().optional(),
  specifications: z.string().optional(),
  migrate: z.object({ service: z.string(), command: z.array(z.string()).min(1) }).optional(),
});

/** What cannot be derived: the keys that docs/maps.md lists. Unknown keys are kept. */
export type FrontMatter = z.output<typeof frontMatter> & {
  /** Why the head of the map could not be read: nothing may be started by half of what it says, the entries serve still. */
  fault?: UserError;
};

/** Reads the head of a map. A map without front matter gives an empty one, a damaged one its fault with the place. */
export function readFrontMatter(text: string, path: string): FrontMatter {
  const head = frontMatterText(text);
  if (head === undefined) return {};
  let value: unknown;
  try {
    value = parse(head) ?? {};
  } catch (error) {
    return { fault: damaged(path, error instanceof Error ? (error.message.split("\n")[0] ?? "") : "not YAML") };
  }
  const read = frontMatter.safeParse(value);
  return read.success ? read.data : { fault: damaged(path, read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")) };
}

/** The text between the opening `---` line and the next `---` line, without them. */
function frontMatterText(text: string): string | undefined {
  const match = /^\uFEFF?---[ \t]*\r?\n((?:[\s\S]*?\n)??)---[ \t]*(?:\r?\n|$)/.exec(text.slice(0, 64 * 1024));
  return match?.[1];
}

function damaged(path: string, why: string): UserError {
  return new UserError("map-damaged", `The front matter of ${path} cannot be read: ${why}.`, "Mend the lines between the two `---` at the top of the file, or remove them.");
}
