import { UserError } from "../errors.ts";
import { contain } from "../host/contain.ts";
import type { Knowledge, MapFile } from "../knowledge/open-knowledge.ts";
import { damageOf, sealsFile } from "../maps/damage.ts";
import { parseMap } from "../maps/parse-map.ts";
import type { Pointer } from "../pointers/pointer.ts";
import type { Workspace } from "../workspace.ts";
import { editMap, named, type MapEdit } from "./edit-map.ts";
import { withEditLock } from "./edit-lock.ts";
import { entryRefusals, type Refusal } from "./entry-refusals.ts";
import type { MapRequest } from "./map-request.ts";
import { pointRefusals } from "./point-refusals.ts";
import { MAX_BYTES } from "./transaction.ts";

export interface MapUpdate {
  map: MapFile;
  /** Absent where it was refused. */
  edit?: MapEdit;
  refusals: Refusal[];
  pointers: Pointer[];
}

/** How often a file that somebody else keeps changing is planned anew. */
const TRIES = 5;

/** Judges an update, plans it on the map as it is now, and writes it in one step; or says why not, and writes nothing. */
export async function updateMap(workspace: Workspace, knowledge: Knowledge, request: MapRequest, dry: boolean): Promise<MapUpdate> {
  const map = mapOf(knowledge, request);
  const judged = request.do === "add" ? await entryRefusals(knowledge, request.entry, workspace.redact) : request.do === "point" ? await pointRefusals(knowledge, map, request, workspace.redact) : { refusals: [], pointers: [] };
  const foreign = knowledge.trouble?.code === "compose-file-missing" ? [{ code: "another-project", message: `${knowledge.trouble.message} The map may be that of another project.`, fix: "Mend compose_files in the map's front matter, or choose this project's own skill with --skill DIR." }] : [];
  const refusals = [...foreign, ...judged.refusals];
  if (refusals.length > 0) return { map, refusals, pointers: judged.pointers };
  const stale = "stale" in judged && typeof judged.stale === "string" ? judged.stale : undefined;
  const plan = async (): Promise<{ before: string | undefined; planned: MapEdit | { refusal: Refusal } }> => {
    const before = await workspace.files.read(map.path, MAX_BYTES);
    const damage = damageOf(before ?? "# Map\n").find(sealsFile);
    if (before !== undefined && damage) return { before, planned: { refusal: { code: damage.code, message: `${map.shown}:${damage.line}: ${damage.message}`, fix: damage.fix } } };
    return { before, planned: editMap(before ?? "", request, stale) };
  };
  try {
    const planned = dry ? (await plan()).planned : await withEditLock(workspace, async ({ roots }) => {
          // A map that is a link to a file elsewhere would take the write there.
          await contain(workspace.files, roots, map.path);
          return write(workspace, map, plan);
        });
    return "refusal" in planned ? { map, refusals: [planned.refusal], pointers: judged.pointers } : { map, edit: planned, refusals: [], pointers: judged.pointers };
  } catch (error) {
    if (!(error instanceof UserError) || error.code === "cancelled") throw error;
    return { map, refusals: [{ code: error.code, message: error.message, fix: error.fix }], pointers: judged.pointers };
  }
}

async function write({ files }: Workspace, map: MapFile, plan: () => Promise<{ before: string | undefined; planned: MapEdit | { refusal: Refusal } }>): Promise<MapEdit | { refusal: Refusal }> {
  for (let tries = 1; ; tries += 1) {
    const { before, planned } = await plan();
    if ("refusal" in planned || planned.after === undefined) return planned;
    try {
      if (before !== undefined) await files.replace(map.path, before, planned.after);
      else if (!(await files.create(map.path, planned.after))) continue;
      return planned;
    } catch (error) {
      // Somebody edits the file by hand right now: what they wrote is read, and the entry finds its place in that.
      if (!(error instanceof UserError) || error.code !== "file-changed" || tries === TRIES) throw error;
    }
  }
}

/** The map that a request is about: for a pointer or a title, the one that has the entry. */
function mapOf({ components, issues }: Knowledge, request: MapRequest): MapFile {
  if (request.do === "add") return request.entry.kind === "component" ? components : issues;
  const title = request.do === "point" ? request.entry : request.title;
  return !named(components.entries, title) && named(parseMap(issues.text ?? ""), title) ? issues : components;
}
