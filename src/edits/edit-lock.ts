import { Lock } from "../state/lock.ts";
import { StateFolder } from "../state/state-folder.ts";
import type { Workspace } from "../workspace.ts";
import type { Where } from "./transaction.ts";

/**
 * Runs `work` while no other process of this program edits the workspace or the skill. A skill outside of the workspace
 * has a lock of its own: several workspaces may share it.
 */
export async function withEditLock<T>(workspace: Workspace, work: (where: Where) => Promise<T>): Promise<T> {
  const { files, state, root, skill, signal } = workspace;
  const outside = skill !== undefined && !`${skill.folder}/`.startsWith(`${root}/`);
  const own = await new Lock(state, "edits", workspace).acquire({ signal });
  try {
    const shared = outside ? await new Lock(new StateFolder(files, skill.folder), "edits", workspace).acquire({ signal }) : undefined;
    try {
      return await work({ files, state, roots: skill ? [root, skill.folder] : [root] });
    } finally {
      await shared?.release();
    }
  } finally {
    await own.release();
  }
}
