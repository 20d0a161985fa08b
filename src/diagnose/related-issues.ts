import type { Knowledge } from "../knowledge/open-knowledge.ts";
import { inCategory } from "../knowledge/find-components.ts";
import { resolveAll } from "../knowledge/resolve-all.ts";
import type { MapEntry } from "../maps/parse-map.ts";
import { pointersIn } from "../maps/pointers-in.ts";
import { buildSearch } from "../maps/search.ts";
import { ISSUE_WEIGHTS } from "../maps/search-weights.ts";
import { signalsOf } from "../maps/signals-of.ts";
import type { Pointer } from "../pointers/pointer.ts";
import { decisiveLines } from "../text/decisive-lines.ts";

export type Proof = "curated" | "observed" | "claimed" | "candidate";

export interface RelatedIssue {
  title: string;
  category: string;
  score: number;
  steps: string[];
  /** What mostly causes it, and where to look. */
  causes?: string[];
  pointers: Pointer[];
  signals_matched: string[];
  proof: Proof;
  path: string;
  line: number;
}

export interface Clues {
  symptom?: string | undefined;
  category?: string | undefined;
  /** Lines that were read, each source's in its order. */
  lines: string[];
  /** Codes of the causes that were found. */
  codes: string[];
}

const PROOFS: Proof[] = ["curated", "observed", "claimed", "candidate"];
/** A signal that stands in the lines says more than any likeness of words. */
const SIGNAL_SCORE = 0.9;
/** Lines that the index is searched with; a log's telling ones are few. */
const SEARCHED_LINES = 4;

/** Issues of the index that fit what is seen: by their signals in the lines, and by their words. Best first. */
export async function relatedIssues(knowledge: Knowledge, clues: Clues, limit: number): Promise<RelatedIssue[]> {
  const entries = inCategory(knowledge.issues.entries, clues.category);
  const text = clues.lines.join("\n").toLowerCase();
  const scores = wordScores(entries, clues);
  const found = entries.flatMap((entry, index) => {
    const matched = literalsOf(entry).filter((signal) => text.includes(signal.toLowerCase()));
    const score = Math.max(scores[index] ?? 0, matched.length > 0 ? SIGNAL_SCORE : 0);
    return score > 0 ? [{ entry, matched, score, proof: proofOf(entry) }] : [];
  });
  const best = found.toSorted((a, b) => longest(b.matched) - longest(a.matched) || PROOFS.indexOf(a.proof) - PROOFS.indexOf(b.proof) || b.score - a.score).slice(0, limit);
  return Promise.all(
    best.map(async ({ entry, matched, score, proof }) => ({
      title: entry.title,
      category: entry.category,
      score: Math.round(score * 100) / 100,
      steps: stepsOf(entry),
      causes: itemsOf(entry, "common cause"),
      pointers: await resolveAll(knowledge, entry, pointersIn(entry, knowledge.defaults).filter((one) => /^(definitive source|see|solution)/i.test(one.role)).slice(0, 3)),
      signals_matched: matched,
      proof,
      path: knowledge.issues.shown,
      line: entry.line,
    })),
  );
}

/** How well each entry's words fit any of the clues. */
function wordScores(entries: MapEntry[], { symptom = "", lines, codes }: Clues): number[] {
  const documents = entries.map((entry, id) => ({
    id,
    fields: {
      title: entry.title,
      category: entry.category,
      symptoms: itemsOf(entry, "symptom").join("\n"),
      causes: itemsOf(entry, "common cause").join("\n"),
      signals: literalsOf(entry).join("\n"),
      steps: itemsOf(entry, "troubleshooting path").join("\n"),
    },
  }));
  const search = buildSearch(documents, ISSUE_WEIGHTS);
  const queries = [symptom, ...codes.map((code) => code.replaceAll("-", " ")), ...decisiveLines(lines.slice(-2_000), SEARCHED_LINES)].filter((query) => query.trim() !== "");
  const scores = entries.map(() => 0);
  for (const query of queries) for (const { id, score } of search.find(query.slice(0, 2_000), 5).hits) scores[id] = Math.max(scores[id] ?? 0, score);
  return scores;
}

function itemsOf(entry: MapEntry, key: string): string[] {
  return entry.fields.flatMap((field) => (field.key === key ? [...(field.text === "" ? [] : [field.text]), ...field.items] : []));
}

/** The items; what stands before them leads in to them and is no step. */
function stepsOf(entry: MapEntry): string[] {
  return entry.fields.flatMap(({ key, text, items }) => (key !== "troubleshooting path" ? [] : items.length > 0 ? items : text === "" ? [] : [text]));
}

function literalsOf(entry: MapEntry): string[] {
  return entry.fields.flatMap((field) => (field.key === "signal" ? signalsOf(field).signals.map(({ literal }) => literal) : []));
}

function proofOf(entry: MapEntry): Proof {
  const stated = itemsOf(entry, "proof")[0]?.toLowerCase() ?? "";
  if (stated === "") return "curated";
  // What was observed elsewhere is a claim here.
  return stated.startsWith("observed") || stated.startsWith("claimed") ? "claimed" : "candidate";
}

function longest(signals: string[]): number {
  return Math.max(0, ...signals.map((one) => one.length));
}
