import { isGrave } from "./harmless.ts";

const phrase = /(?<=^|[\s([{=:,>])(?:"(?:[^"\\]|\\.){1,2000}"|'(?:[^'\\]|\\.|(?<=\w)'(?=\w)){1,2000}'|`[^`]{1,2000}`|“[^“”]{1,2000}”|‘[^‘’]{1,2000}’)/g;
/** Fields in which a program that logs in fields puts what it says itself. */
const own = /(?:^\s{0,40}|[{,]\s{0,2}|\s)["']?(?:msg|message|error|err|errmsg|error_?message|reason|details?|exception|stack|cause|log)(?:["']?=|["']?: ?)$/i;
const prose = /\w\s{1,2}(?:msg|message|error|err|reason|details?|log): $/i;
/** Fields that hold what others have written. */
const others = /\b(?:title|subject|pattern|regex|query|search|q|label|placeholder|tooltip|help|hint|example|template|rule|expr|question|answer|article|prompt|summary|description|name)["']?\s?[:=]\s?$/i;
const troubled = /(?<![\w.])(?:errors?|err|fail(?:ed|ure|s|ing)?|fatal|panic(?:ked)?|critical|cannot|can't|could not|couldn't|unable|denied|refused|rejected|invalid|missing|not[ _-]found|abort(?:ed|ing)?|closed|disconnected|terminated|exited|killed|lost|timed out|crash(?:ed)?|unhandled|uncaught|unexpected|warn(?:ing)?|reason|caused?(?: by)?|returned|\w{0,60}(?:Error|Exception))(?![\w.])/i;
const settled = /\b(?:loaded|registered|saved|seed(?:ed|ing)|created|configured|published|rendered|translat(?:ed|ions?)|indexed|search(?:ed|ing)|replied|asked|said|says|posted|sent|stored|imported|handles?|documented|grep|catalogue|template)\b/i;

// A key of a structure, or of a line of one whose value is a text.
const isKey = (before: string, after: string) => (/[{,]\s?$/.test(before) && /^ ?:/.test(after)) || (before.trim() === "" && /^ ?: ?["'`]/.test(after));

/**
 * A line without what it only quotes. A text in quotes is a mention where the line says that all is well, or says nothing
 * of trouble in its own words; the fields of a message (`msg="…"`) are its own words.
 */
export function ownWords(line: string, calm: boolean): string {
  const without = (takes: (before: string, quoted: string, after: string) => boolean) =>
    line.replace(phrase, (quoted: string, offset: number) => {
      const end = offset + quoted.length;
      return takes(line.slice(Math.max(0, offset - 60), offset), quoted, line.slice(end, end + 4)) ? `${quoted.slice(0, 1)}${quoted.slice(-1)}` : quoted;
    });
  const said = (before: string, quoted: string) => /\s/.test(quoted) && others.test(before);
  const outside = without((_before, quoted) => /\s/.test(quoted));
  if (!calm && (isGrave(outside) || (troubled.test(outside) && !settled.test(outside)))) return without(said);
  return without((before, quoted, after) => said(before, quoted) || (/\s/.test(quoted) ? !own.test(before) || (!calm && prose.test(before)) : isKey(before, after)));
}
