import { posix } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import type { Files } from "../host/files.ts";

const shape = z.object({
  project: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/),
  variables: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string().regex(/^\d{4,5}$/)),
  override: z.literal(".devops-infra/isolated.compose.yaml").optional(),
});

/** What makes one checkout of a project a project of its own: its name, and the ports that it publishes. */
export interface Isolation {
  project: string;
  /** Values of the variables that published ports are written with. */
  variables: Record<string, string>;
  /** A compose file, relative to the root, for what no variable changes. */
  override?: typeof OVERRIDE | undefined;
}

const FILE = ".devops-infra/isolated.json";
export const OVERRIDE = ".devops-infra/isolated.compose.yaml";

/** The isolation of a checkout, as `start_env` with `isolated` has written it; undefined where it has none. */
export async function readIsolation(files: Files, root: string): Promise<Isolation | undefined> {
  const text = await files.read(posix.join(root, FILE));
  if (text === undefined) return undefined;
  const read = shape.safeParse(parse(text));
  if (read.success) return read.data;
  throw new UserError("isolation-damaged", `${FILE} cannot be read, and says which project this checkout is.`, `Restore it, or remove it and call start_env with isolated: true again: then the checkout gets another name and an empty database.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
