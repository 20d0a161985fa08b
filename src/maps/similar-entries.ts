import { weightOfWord } from "./common-words.ts";
import { fieldsOf, type NewEntry } from "./entry-markdown.ts";
import { labelKey } from "./field-label.ts";
import type { MapEntry } from "./parse-map.ts";
import { sameTitle } from "./same-title.ts";
import { rawWords, termsOf } from "./words.ts";

/** Fields whose words say what an entry is about; where to look is not what it is. */
const SUBJECT = ["symptom", "common cause", "signal", "whats there", "key detail", "alias"];

/** Titles that differ in a number or a name with one speak of different things. */
const DIFFERENT = 0.6;

/** From here on two entries say the same. */
export const SAME = 0.75;

/** What two entries are compared by. */
interface Profile {
  title: string;
  words: Set<string>;
  subject: Set<string>;
  sources: Set<string>;
}

/** How much existing entries say what a new one says, 0 to 1, most first. From 0.75 on they say the same. */
export function similarEntries(entries: MapEntry[], entry: NewEntry): { entry: MapEntry; score: number }[] {
  const fields = fieldsOf(entry);
  const subject = fields.filter((field) => SUBJECT.includes(labelKey(field.label))).map((field) => [field.inline ?? "", ...(field.items ?? [])].join(" ")).join(" ");
  const one = profileOf(entry.title, subject, entry.definitiveSource.join(" "));
  const scored = entries.map((other) => ({ entry: other, score: scoreOf(one, ofEntry(other)) }));
  return scored.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
}

/** Entries that say what an earlier one says. */
export function repeatedEntries(entries: MapEntry[]): { entry: MapEntry; of: MapEntry }[] {
  const profiles = entries.map(ofEntry);
  // What says the same has a word of the title in common.
  const byWord = new Map<string, number[]>();
  return entries.flatMap((entry, index) => {
    const profile = profiles[index];
    if (!profile) return [];
    const near = [...new Set([...profile.words].flatMap((word) => byWord.get(word) ?? []))];
    for (const word of profile.words) byWord.set(word, [...(byWord.get(word) ?? []), index]);
    const first = near.toSorted((a, b) => a - b).find((other) => scoreOf(profile, profiles[other] ?? profile) >= SAME);
    const of = first === undefined ? undefined : entries[first];
    return of ? [{ entry, of }] : [];
  });
}

function ofEntry(entry: MapEntry): Profile {
  return profileOf(entry.title, textOf(entry, SUBJECT), textOf(entry, ["definitive source"]));
}

function profileOf(title: string, subject: string, sources: string): Profile {
  return { title, words: titleWords(title), subject: stems(subject), sources: paths(sources) };
}

function scoreOf(one: Profile, other: Profile): number {
  if (sameTitle(other.title, one.title)) return 1;
  const named = likeness(one.words, other.words);
  const about = likeness(one.subject, other.subject);
  const pointing = likeness(one.sources, other.sources);
  const score = Math.max(named === 1 ? 0.9 : 0, 0.6 * named + 0.3 * about + 0.1 * pointing, named >= 0.4 && about > 0.8 && pointing === 1 ? 0.8 : 0);
  return numbered(one.title) === numbered(other.title) ? score : Math.min(score, DIFFERENT);
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
