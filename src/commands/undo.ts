import { posix } from "node:path";
import { z } from "zod";
import { withEditLock } from "../edits/edit-lock.ts";
import { undoEdits } from "../edits/transaction.ts";
import { page } from "../result/render.ts";
import { opening } from "../result/shapes.ts";
import { defineTool } from "../tool.ts";

// What did this program write last, and can it be as before?

const input = z.strictObject({ id: z.string().optional().describe("as in the answer of the edit, `u7`; the last one when left out") });

const output = z.strictObject({ ...opening, undone: z.string(), paths: z.array(z.string()) });

export const undo = defineTool({
  name: "undo",
  title: "Take back an edit",
  description: "Take back what add_service wrote: every file gets the bytes it had. Refused where a file has changed since.",
  toolset: "core",
  effect: "edits files",
  input,
  output,
  cli: { main: "id" },
  run: async (input, workspace) => {
    const { id, what, paths } = await withEditLock(workspace, (where) => undoEdits(where, input.id));
    const shown = paths.map((path) => posix.relative(workspace.root, path));
    return { summary: `Undone: ${what} (${id}). As before: ${shown.join(", ")}.`, undone: id, paths: shown };
  },
  render: (result) => page(result),
});
