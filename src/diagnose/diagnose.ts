import { UserError } from "../errors.ts";
import type { Examined } from "../examine.ts";
import type { Cause } from "../result/shapes.ts";
import type { Workspace } from "../workspace.ts";
import { explainComplaints } from "../explain/explain-complaints.ts";
import { lookAt } from "./look-at.ts";
import { orderCauses } from "./order-causes.ts";
import { isOutside, withPlaceholder } from "./outside-causes.ts";
import { keepsData, readLogsOf } from "./read-logs-of.ts";
import { ruledOut, type RuledOut } from "./ruled-out.ts";
import { standsOut, type StandingOut } from "./stands-out.ts";
import { signCauses, type Lines } from "../signs/sign-causes.ts";

export interface Question {
  symptom?: string | undefined;
  service?: string | undefined;
  /** Lines that somebody brought along. */
  logs?: string | undefined;
  /** Whether to look at the running stack. */
  collect: boolean;
  project?: string | undefined;
}

export interface Diagnosis {
  /** First causes first; those that only follow stand under `affects`. */
  causes: Cause[];
  /** Services that were started a moment ago and do not answer yet. */
  starting: string[];
  /** What was seen besides, where nothing is proven and somebody says that something is wrong. */
  standsOut: StandingOut[];
  ruledOut: RuledOut[];
  /** Absent where nothing was looked at. */
  seen?: Examined;
  /** Why nothing could be looked at. */
  unseen?: UserError;
  /** Every line that was read for evidence, for the index to be searched by. */
  lines: Lines[];
}

const SURE: Cause["confidence"][] = ["proven", "likely", "possible"];

/** Why is something broken? Looks at the stack once, reads what its logs and the given lines mean, and changes nothing. */
export async function diagnose(workspace: Workspace, question: Question): Promise<Diagnosis> {
  const given = givenLines(question);
  const look = question.collect ? await lookAt(workspace, question) : undefined;
  const brought = signCauses(given, "given");
  if (!look || look instanceof UserError) return { causes: brought, starting: [], standsOut: [], ruledOut: [], lines: given, ...(look ? { unseen: look } : {}) };
  const { seen, preflight, stack } = look;
  const live = orderCauses(seen, { preflight, stack }, question.service);
  const asked = question.symptom !== undefined || given.length > 0;
  const read = live.causes.length === 0 ? await readLogsOf(workspace, seen, question.service) : [];
  // Nothing fails: hints of the logs count only where somebody says that something does.
  const heard = asked ? read : read.flatMap((one) => (keepsData(seen, one.service) ? [] : [{ ...one, lines: one.settled }]));
  const told = signCauses(read, "running");
  const quiet = [...(await explainComplaints(workspace, seen, heard)), ...told.filter((one) => asked || isOutside(one))].map((one) => withPlaceholder(one, seen.snapshot)).toSorted((a, b) => SURE.indexOf(a.confidence) - SURE.indexOf(b.confidence));
  const causes = [...live.causes, ...quiet, ...brought].filter((one, index, all) => all.findIndex((other) => other.code === one.code && (other.service ?? one.service) === one.service) === index);
  const out = causes.some((one) => one.confidence === "proven") || (causes.length === 0 && !asked) ? [] : await standsOut(workspace, look);
  return { causes, starting: look.starting, standsOut: out, ruledOut: ruledOut(seen, preflight, causes), seen, lines: [...given, ...live.lines, ...read] };
}

/** The symptom too may be an error line that was pasted. */
function givenLines({ symptom = "", logs = "" }: Question): Lines[] {
  const split = (text: string) => text.split(/\r?\n/);
  return [...(logs.trim() === "" ? [] : [{ source: "the lines given", lines: split(logs) }]), ...(symptom.trim() === "" ? [] : [{ source: "the symptom given", lines: split(symptom) }])];
}
