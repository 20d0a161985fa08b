/** What lines of a certain wording mean. */
export interface Sign {
  /** The name of the cause. */
  code: string;
  /**
   * Each is tried on one line without control characters, at most 4,000 characters of it. What a named group holds can stand in
   * the words; `name2` is `name` in another alternative of the same pattern. No pattern may take more than linear time.
   */
  patterns: RegExp[];
  /** The cause in one sentence. `{who}` is the service that wrote the line, `{host|the host}` a named group or, without it, these words. */
  cause: string;
  /** What to do, in the same manner. */
  fix: string;
  /** The tool that does it, where one does. */
  tool?: { name: string; arguments: Record<string, unknown> };
  /** Whether such a line of a service that fails now is enough for an expert to agree. */
  decisive: boolean;
  /** Codes of causes that explain this one where they were said shortly before: it is their consequence then, and not told. */
  follows?: string[];
}

/** Puts what a line says into words of ours. What it says is cut: it comes from outside. */
export function fill(words: string, match: Record<string, string>, service: string | undefined): string {
  const filled = words.replace(/\{(\w+)(?:\|([^}]*))?\}/g, (_whole, name: string, otherwise: string | undefined) => {
    if (name === "who") return service ?? otherwise ?? "the program";
    const found = match[name]?.trim() ?? "";
    return found === "" ? (otherwise ?? "") : found.length > 80 ? `${found.slice(0, 80)}…` : found;
  });
  return filled.replace(/ {2,}/g, " ").replace(/ (?=[.,:;](?:\s|$))/g, "");
}
