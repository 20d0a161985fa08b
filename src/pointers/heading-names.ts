/** Words of a heading as a reader sees them: no emphasis, code marks, link targets, tags or `{#id}`. */
export function readWords(words: string): string {
  const linked = words.replace(/!?\[([^[\]]{0,300})\](?:\([^()]{0,500}\)|\[[^[\]]{0,100}\])/g, "$1");
  return linked.replace(/\{[#:.][^{}]{0,100}\}\s*$/, "").replace(/<\/?[a-z][^<>]{0,200}>/gi, "").replace(/[`*]/g, "").trim();
}

/** Words in small letters, without marks of emphasis, quotes and a colon behind. */
export function plainWords(words: string): string {
  return readWords(words.replace(/^#{1,6}\s/, "")).replace(/[_"“”]/g, "").replace(/\s+/g, " ").trim().replace(/[:：]$/, "").toLowerCase();
}

/** Letters and digits alone: what is left of a heading without its emoji and its punctuation. */
export function bareWords(words: string): string {
  return readWords(words).toLowerCase().replace(/:[a-z0-9_+-]{1,40}:/g, " ").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** `1. Start` and `2.3 Logs` without their numbers. */
export function unnumbered(words: string): string {
  return words.replace(/^\d{1,4}(?:\.\d{1,4}){0,5}[.)]?\s/, "");
}

/** The address of a heading as GitHub makes it. What stands before an emoji's place leaves its hyphen. */
export function slugOf(words: string): string {
  return readWords(words).toLowerCase().replace(/[^\p{L}\p{N}\p{M}\s_-]|\uFE0F/gu, "").replace(/\s/g, "-");
}

/** Addresses as other renderers make them differ in their hyphens only. */
export function looseSlug(slug: string): string {
  return slug.replace(/-+/g, "-").replace(/^-|-$/g, "");
}
