import { posix } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import type { Files } from "../host/files.ts";
import { StateFolder } from "../state/state-folder.ts";
import type { Project } from "./project.ts";

/** Names in the state folder: the isolation itself, and a compose file for what no variable changes. */
export const ISOLATION = "isolated.json";
export const OVERRIDE = "isolated.compose.yaml";

const shape = z.object({
  of: z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/), files: z.array(z.string()) }),
  project: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/),
  variables: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string().regex(/^\d{4,5}$/)),
  override: z.literal(OVERRIDE).optional(),
});

/**
 * What makes one checkout of a project a project of its own: whose isolation it is, as that is called and made up in every
 * other checkout; its name here, the values of the variables that its published ports are written with, and whether a
 * compose file goes over those files.
 */
export type Isolation = z.output<typeof shape>;

/** The isolation of a checkout, as `start_env` with `isolated` has written it; undefined where it has none. */
export async function readIsolation(files: Files, root: string): Promise<Isolation | undefined> {
  const state = new StateFolder(files, root);
  if (!(await files.stat(state.path(ISOLATION)))) return undefined;
  const read = shape.safeParse(await state.readJson(ISOLATION));
  if (read.success) return read.data;
  throw new UserError("isolation-damaged", `${posix.relative(root, state.path(ISOLATION))} cannot be read, and says which project this checkout is.`, `Restore it, or remove it and call start_env with isolated: true again: then the checkout gets another name and an empty database.`);
}

/** A project as this checkout has it for itself, or as it is where the isolation is none or another project's. */
export async function isolatedHere(files: Files, ordinary: Project): Promise<Project> {
  const { root } = ordinary;
  const isolation = await readIsolation(files, root);
  if (isolation?.of.name !== ordinary.name) return ordinary;
  const { of, project: name, variables, override } = isolation;
  // It may speak of services that only all of these files together have.
  const over = override && of.files.every((file) => ordinary.files.includes(file)) ? [posix.relative(root, new StateFolder(files, root).path(override))] : [];
  return { ...ordinary, name, files: [...ordinary.files, ...over], environment: { ...ordinary.environment, ...variables }, namedBy: "isolation", doubt: "isolated: this checkout's own name and ports" };
}
