import { clean } from "../text/clean.ts";

const MOST = 2_000;

/**
 * Text from outside as one line that stays text wherever it is put in a map: it opens no heading, list, quote, fence,
 * comment, tag, image or field of its own. Code spans stay as they are. Of what is very long the beginning is kept.
 */
export function plainText(text: string): string {
  const line = clean(text).replace(/\s+/g, " ").trim().slice(0, MOST);
  const ticks = /``/.test(line) || (line.match(/`/g) ?? []).length % 2 === 1 ? line.replace(/`+/g, "'") : line;
  // Every other piece stands inside a code span, where nothing has a meaning.
  const harmless = ticks.split("`").map((part, index) => (index % 2 === 1 ? part.replaceAll("<!--", "<! --") : part.replace(/<(?=[A-Za-z/!?])/g, "&lt;").replaceAll("-->", "--&gt;").replace(/!(?=\[)/g, "\\!"))).join("`");
  const leading = /^(#{1,6}(\s|$)|>|[-+*]\s|[-_*=~]{3}|\*\*)/.test(harmless) ? `\\${harmless}` : harmless;
  return leading.replace(/^(\d{1,9})([.)]\s)/, "$1\\$2");
}
