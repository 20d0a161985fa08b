import type { Cause } from "../result/shapes.ts";
import { readSigns } from "./read-signs.ts";
import { fill } from "./sign.ts";
import { clean } from "../text/clean.ts";
import { truncate } from "../text/truncate.ts";

/** Lines of one source, a service's log or what somebody brought along. */
export interface Lines {
  source: string;
  service?: string;
  lines: string[];
}

/** How much a line proves by where it stands: in the log of a failing service, of one that runs well, or in what was given. */
type Standing = "failing" | "running" | "given";

/** Causes of one source at most; a log of many errors has few first ones. */
const MOST = 3;

/** What lines of something that failed say of it, with the state that it is in as evidence beside them; undefined where they say nothing. */
export function toldBy(lines: Lines, state: Cause["evidence"]): Cause | undefined {
  const [best] = signCauses([lines], "failing");
  return best && { ...best, evidence: [...best.evidence, ...state] };
}

export interface SignCause {
  cause: Cause;
  /** What the line names, by what it is: `host`, `name` … */
  words: Record<string, string>;
}

/** What lines mean, each with the line that says so. Only a service that fails now makes a decisive line proof. */
export function readCauses({ source, service, lines }: Lines, standing: Standing): SignCause[] {
  return readSigns(lines).slice(0, MOST).map(({ sign, match, line, index }) => ({
    words: match,
    cause: {
      code: sign.code,
      ...(service === undefined ? {} : { service }),
      cause: fill(sign.cause, match, service),
      confidence: sign.decisive ? (standing === "failing" ? "proven" : "likely") : standing === "failing" ? "likely" : "possible",
      evidence: [{ source, excerpt: truncate(clean(line), { chars: 400, from: "middle" }), ...(standing === "given" ? { line: index + 1 } : {}) }],
      fix: { summary: fill(sign.fix, match, service), ...(sign.tool ? { tool: sign.tool.name, arguments: sign.tool.arguments } : {}) },
    },
  }));
}

export function signCauses(sources: Lines[], standing: Standing): Cause[] {
  return sources.flatMap((one) => readCauses(one, standing).map(({ cause }) => cause));
}
