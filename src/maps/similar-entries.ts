import { weightOfWord } from "./common-words.ts";
import { fieldsOf, type NewEntry } from "./entry-markdown.ts";
import { labelKey, type MapEntry } from "./parse-map.ts";
import { sameTitle } from "./same-title.ts";
import { rawWords, termsOf } from "./words.ts";

/** Fields whose words say what an entry is about; where to look is not what it is. */
const SUBJECT = ["symptom", "common cause", "signal", "whats there", "key detail", "alias"];

/** Titles that differ in a number or a name with one speak of different things. */
const DIFFERENT = 0.6;

/** How much existing entries say what a new one says, 0 to 1, most first. From 0.75 on they say the same. */
export function similarEntries(entries: MapEntry[], entry: NewEntry): { entry: MapEntry; score: number }[] {
  const title = titleWords(entry.title);
  const fields = fieldsOf(entry);
  const subject = stems(fields.filter((field) => SUBJECT.includes(labelKey(field.label))).map((field) => [field.inline ?? "", ...(field.items ?? [])].join(" ")).join(" "));
  const sources = paths(entry.definitiveSource.join(" "));
  const scored = entries.map((other) => {
    if (sameTitle(other.title, entry.title)) return { entry: other, score: 1 };
    const named = likeness(title, titleWords(other.title));
    const about = likeness(subject, stems(textOf(other, SUBJECT)));
    const pointing = likeness(sources, paths(textOf(other, ["definitive source"])));
    const score = Math.max(named === 1 ? 0.9 : 0, 0.6 * named + 0.3 * about + 0.1 * pointing, named >= 0.4 && about > 0.8 && pointing === 1 ? 0.8 : 0);
    return { entry: other, score: numbered(entry.title) === numbered(other.title) ? score : Math.min(score, DIFFERENT) };
  });
  return scored.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
}

function textOf(entry: MapEntry, keys: string[]): string {
  return entry.fields.filter((field) => keys.includes(field.key)).map((field) => [field.text, ...field.items].join(" ")).join(" ");
}

function titleWords(title: string): Set<string> {
  const words = stems(title);
  return words.size > 0 ? words : new Set(title.toLowerCase().split(/\s+/));
}

/** The stems of the words that say something. */
function stems(text: string): Set<string> {
  return new Set(rawWords(text).filter((word) => weightOfWord(word.toLowerCase()) > 0).map((word) => termsOf(word)[0]?.term ?? word.toLowerCase()));
}

function paths(text: string): Set<string> {
  return new Set((text.match(/[\w.-]*[/.][\w./-]+/g) ?? []).map((path) => path.replace(/^\.\//, "")));
}

/** Everything with a digit in it, in order. */
function numbered(title: string): string {
  return (title.match(/[\p{L}\p{N}_.-]*\p{N}[\p{L}\p{N}_.-]*/gu) ?? []).join(" ").toLowerCase();
}

/** What two sets have in common, of what both have. */
function likeness(one: Set<string>, other: Set<string>): number {
  const common = [...one].filter((word) => other.has(word)).length;
  const all = one.size + other.size - common;
  return all === 0 ? 0 : common / all;
}
