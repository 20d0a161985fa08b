import { PROBLEM_GROUPS, isProblemCode } from "../checks/problem.ts";
import { allSigns } from "../signs/all-signs.ts";
import { fill, type Sign } from "../signs/sign.ts";

/** A cause that a diagnosis or a start can name. */
export interface KnownProblem {
  code: string;
  /** In plain words, without a full stop. */
  name: string;
  group: string;
  /** Whether checks judge it from what is seen; the others are only told by lines of logs. */
  checked: boolean;
  /** What tells it by lines of logs. */
  sign?: Sign;
}

/** Every cause that a diagnosis or a start can name, in the order in which it is listed: those of checks, then those that only signs tell. */
export function knownProblems(): KnownProblem[] {
  const signs = new Map(allSigns.map((sign) => [sign.code, sign]));
  const checked = Object.entries(PROBLEM_GROUPS).flatMap(([group, names]) => Object.entries(names).map(([code, name]): KnownProblem => {
    const sign = signs.get(code);
    return { code, name, group, checked: true, ...(sign ? { sign } : {}) };
  }));
  const told = allSigns.filter(({ code }) => !isProblemCode(code)).toSorted((a, b) => a.code.localeCompare(b.code)).map((sign): KnownProblem => ({ code: sign.code, name: fill(sign.cause, {}, undefined).replace(/\.$/, ""), group: "Said by logs", checked: false, sign }));
  return [...checked, ...told];
}
