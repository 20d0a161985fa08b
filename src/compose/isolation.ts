import { posix } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import type { Files } from "../host/files.ts";
import { StateFolder } from "../state/state-folder.ts";

/** Names in the state folder: the isolation itself, and a compose file for what no variable changes. */
export const ISOLATION = "isolated.json";
export const OVERRIDE = "isolated.compose.yaml";

const shape = z.object({
  project: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/),
  variables: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string().regex(/^\d{4,5}$/)),
  override: z.literal(OVERRIDE).optional(),
});

/** What makes one checkout of a project a project of its own: its name, the values of the variables that its published ports are written with, and whether there is a compose file that goes over its own. */
export type Isolation = z.output<typeof shape>;

/** The isolation of a checkout, as `start_env` with `isolated` has written it; undefined where it has none. */
export async function readIsolation(files: Files, root: string): Promise<Isolation | undefined> {
  const state = new StateFolder(files, root);
  if (!(await files.stat(state.path(ISOLATION)))) return undefined;
  const read = shape.safeParse(await state.readJson(ISOLATION));
  if (read.success) return read.data;
  throw new UserError("isolation-damaged", `${posix.relative(root, state.path(ISOLATION))} cannot be read, and says which project this checkout is.`, `Restore it, or remove it and call start_env with isolated: true again: then the checkout gets another name and an empty database.`);
}
