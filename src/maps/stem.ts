/** Words that the endings below would make one with another word. */
const KEPT = new Set(["production", "settings", "address", "status", "always", "access", "process", "series", "redis", "kubernetes", "postgres", "alias", "canvas", "news", "nothing", "session"]);

const VOWEL = /[aeiouy]/;

/** Shortest first, as the rest must keep its length: the letters that must remain, and what stands in their place. */
const ENDINGS: [ending: string, remain: number, instead: string][] = [
  ["ification", 2, "ify"],
  ["ization", 3, "iz"],
  ["isation", 3, "iz"],
  ["ation", 4, ""],
  ["ating", 4, ""],
  ["ated", 4, ""],
  ["ates", 4, ""],
  ["ate", 4, ""],
  ["ction", 2, "ct"],
  ["ssion", 3, "ss"],
  ["ment", 4, ""],
  ["ness", 4, ""],
  ["ising", 3, "iz"],
  ["ised", 3, "iz"],
  ["ise", 4, "iz"],
  ["ing", 3, ""],
  ["ied", 3, "y"],
  ["ed", 3, ""],
  ["ly", 4, ""],
];

/**
 * The stem of a lower-case English word: `migrations`, `migrating` and `migrate` are one. Light, so that words stay
 * apart rather than fall together; anything but letters, and words of up to three, stay as they are.
 */
export function stem(word: string): string {
  if (word.length < 4 || KEPT.has(word) || !/^[a-z]+$/.test(word)) return word;
  const one = singular(word);
  if (KEPT.has(one)) return one;
  const [ending, , instead] = ENDINGS.find(([end, remain]) => one.length >= end.length + remain && one.endsWith(end)) ?? ["", 0, ""];
  const rest = one.slice(0, one.length - ending.length);
  if (ending !== "" && !VOWEL.test(rest)) return one;
  const root = instead === "" && /(ing|ed)$/.test(ending) ? undoubled(rest) : rest + instead;
  return root.length > 3 && root.endsWith("e") ? root.slice(0, -1) : root;
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(ch|sh|ss|x|zz)es$/.test(word)) return word.slice(0, -2);
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
}

/** `stopped` is `stop`, but `added` is not `ad` and `calling` not `cal`. */
function undoubled(root: string): string {
  return root.length > 3 && /(bb|gg|mm|nn|pp|rr|tt)$/.test(root) ? root.slice(0, -1) : root;
}
