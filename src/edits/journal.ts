import { z } from "zod";
import { UserError } from "../errors.ts";
import type { StateFolder } from "../state/state-folder.ts";

const journalShape = z.object({
  id: z.string().regex(/^u\d{1,9}$/),
  what: z.string(),
  /** `pending`: begun, and to be taken back when its run has died. */
  state: z.enum(["pending", "applied", "undone"]),
  edits: z.array(z.object({ path: z.string(), before: z.string().optional(), after: z.string() })),
});

/** What one edit changed, kept whole in `.devops-infra/undo/` so that it can be taken back. */
export interface Journal {
  id: string;
  what: string;
  state: "pending" | "applied" | "undone";
  edits: { path: string; before?: string; after: string }[];
}

/** The journal with the highest number. */
export async function newestJournal(state: StateFolder): Promise<{ number: number; journal: Journal } | undefined> {
  const number = Math.max(0, ...(await numbers(state)));
  const journal = number > 0 ? await read(state, `u${number}`) : undefined;
  return number > 0 ? { number, journal: journal ?? { id: `u${number}`, what: "", state: "undone", edits: [] } } : undefined;
}

/** The journal of a number, or the newest that still stands. Throws where there is none to undo. */
export async function journalOf(state: StateFolder, id: string | undefined): Promise<Journal> {
  const wanted = id === undefined ? (await numbers(state)).toSorted((a, b) => b - a).map((number) => `u${number}`) : [id];
  for (const one of wanted) {
    const journal = /^u\d{1,9}$/.test(one) ? await read(state, one) : undefined;
    if (journal?.state === "applied") return journal;
    if (id !== undefined && journal?.state === "undone") throw new UserError("nothing-to-undo", `${id} was undone already.`, "Look with `git diff` at what the files hold now.");
  }
  throw new UserError("nothing-to-undo", id === undefined ? "There is no edit of this program to undo." : `There is no edit ${id}.`, "The number stands in the answer of the call that made the edit, under `undo`.");
}

/** Removes all but the newest journals. */
export async function forgetOld(state: StateFolder, kept: number): Promise<void> {
  const old = (await numbers(state)).toSorted((a, b) => b - a).slice(kept);
  for (const number of old) await state.files.remove(state.path(`undo/u${number}.json`));
}

async function numbers(state: StateFolder): Promise<number[]> {
  const names = (await state.files.list(state.path("undo"))) ?? [];
  return names.flatMap((name) => /^u(\d{1,9})\.json$/.exec(name)?.[1] ?? []).map(Number);
}

async function read(state: StateFolder, id: string): Promise<Journal | undefined> {
  const parsed = journalShape.safeParse(await state.readJson(`undo/${id}.json`));
  return parsed.success ? { ...parsed.data, edits: parsed.data.edits.map(({ before, ...rest }) => ({ ...rest, ...(before === undefined ? {} : { before }) })) } : undefined;
}
