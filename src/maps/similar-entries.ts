import { weightOfWord } from "./common-words.ts";
import { fieldsOf, type NewEntry } from "./entry-markdown.ts";
import { labelKey } from "./field-label.ts";
import type { MapEntry } from "./parse-map.ts";
import { bareTitle } from "./same-title.ts";
import { rawWords, termsOf } from "./words.ts";

/** Fields whose words say what an entry is about; where to look is not what it is. */
const SUBJECT = ["symptom", "common cause", "signal", "whats there", "key detail", "alias"];

/** Titles that differ in a number or a name with one speak of different things. */
const DIFFERENT = 0.6;

/** From here on two entries say the same. */
export const SAME = 0.75;

/** Titles with less in common than this are of entries that do not say the same. */
const NAMED_ALIKE = 0.4;

/** What two entries are compared by. */
interface Profile {
  title: string;
  /** Everything with a digit in the title, in order. */
  numbers: string;
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

interface Seen {
  entry: MapEntry;
  index: number;
  profile: Profile;
  /** Words of its title that the one which is looked at has too. */
  common: number;
}

/** Entries that say what an earlier one says. */
export function repeatedEntries(entries: MapEntry[]): { entry: MapEntry; of: MapEntry }[] {
  const near = nearTitles();
  return entries.flatMap((entry, index) => {
    const one = { entry, index, profile: ofEntry(entry), common: 0 };
    const of = near(one).find(({ profile }) => scoreOf(one.profile, profile, 1) >= SAME && scoreOf(one.profile, profile) >= SAME)?.entry;
    return of ? [{ entry, of }] : [];
  });
}

/**
 * Of those that it was given before, in their order, the ones whose titles let them say what the next says: the title is the
 * same, or has the same numbers and enough words in common. Words are only counted: thousands of titles may share one.
 */
function nearTitles(): (next: Seen) => Seen[] {
  const byTitle = new Map<string, Seen>();
  const byWord = new Map<string, Seen[]>();
  return (next) => {
    const { title, numbers, words } = next.profile;
    const near: Seen[] = [];
    for (const word of words) {
      const key = `${numbers} ${word}`;
      const others = byWord.get(key) ?? [];
      for (const other of others) {
        if (other.common === 0) near.push(other);
        other.common += 1;
      }
      byWord.set(key, others);
      others.push(next);
    }
    const alike = new Set(near.filter(({ common, profile }) => common / (words.size + profile.words.size - common) >= NAMED_ALIKE));
    for (const other of near) other.common = 0;
    const same = byTitle.get(title);
    if (same) alike.add(same);
    else byTitle.set(title, next);
    return [...alike].toSorted((a, b) => a.index - b.index);
  };
}

function ofEntry(entry: MapEntry): Profile {
  return profileOf(entry.title, textOf(entry, SUBJECT), textOf(entry, ["definitive source"]));
}

function profileOf(title: string, subject: string, sources: string): Profile {
  return { title: bareTitle(title), numbers: numbered(title), words: titleWords(title), subject: stems(subject), sources: paths(sources) };
}

/** More where `about`, how much is common of what they say beside the title, is more. */
function scoreOf(one: Profile, other: Profile, about = likeness(one.subject, other.subject)): number {
  if (other.title === one.title) return 1;
  const named = likeness(one.words, other.words);
  const pointing = likeness(one.sources, other.sources);
  const score = Math.max(named === 1 ? 0.9 : 0, 0.6 * named + 0.3 * about + 0.1 * pointing, named >= NAMED_ALIKE && about > 0.8 && pointing === 1 ? 0.8 : 0);
  return one.numbers === other.numbers ? score : Math.min(score, DIFFERENT);
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

function numbered(title: string): string {
  return (title.match(/[\p{L}\p{N}_.-]*\p{N}[\p{L}\p{N}_.-]*/gu) ?? []).join(" ").toLowerCase();
}

/** What two sets have in common, of what both have. */
function likeness(one: Set<string>, other: Set<string>): number {
  let common = 0;
  for (const word of one) if (other.has(word)) common += 1;
  const all = one.size + other.size - common;
  return all === 0 ? 0 : common / all;
}
