import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Document } from "yaml";

const LIMITS = { depth: 64, more: 100_000, aliases: 10_000, lines: 100_000 };

/** A parser goes as deep as the text; this deep it still has stack left. */
const PARSER_DEPTH = 128;

/**
 * Why a text must not even be parsed: what is nested too deep exhausts the stack, and with many aliases or lines the
 * parser's time goes by their square. Judged by indentation, dashes, brackets and stars, so too strict at worst.
 */
export function excessOfText(text: string): string | undefined {
  const lines = text.split("\n");
  if (lines.length > LIMITS.lines) return `it has more than ${LIMITS.lines} lines`;
  let aliases = 0;
  let brackets = 0;
  const levels: { indent: number; count: number }[] = [];
  let sum = 0;
  for (const line of lines) {
    const lead = /^[ ]*(?:[-?] +)*/.exec(line)?.[0] ?? "";
    if (lead.length === line.trimEnd().length || line[lead.length] === "#") continue;
    while ((levels.at(-1)?.indent ?? -1) >= lead.length) sum -= levels.pop()?.count ?? 0;
    const count = 1 + (lead.match(/[-?]/g)?.length ?? 0);
    levels.push({ indent: lead.length, count });
    sum += count;
    // The innermost value counts as a level here, but not in the document.
    if (sum > LIMITS.depth + 1) return `it is nested deeper than ${LIMITS.depth} levels`;
    for (const char of line) {
      if (char === "[" || char === "{") brackets += 1;
      else if ((char === "]" || char === "}") && brackets > 0) brackets -= 1;
      else if (char === "*") aliases += 1;
      if (sum + brackets > PARSER_DEPTH) return `it is nested deeper than ${LIMITS.depth} levels`;
    }
  }
  return aliases > LIMITS.aliases ? `it has more than ${LIMITS.aliases} aliases` : undefined;
}

/** Why a document must not be read on, once every alias in it is replaced by what it stands for; undefined where it may. */
export function excessOf(document: Document): string | undefined {
  const known = new Map<unknown, { size: number; depth: number }>();
  const anchors = new Map<string, unknown>();
  const open = new Set<unknown>();
  let written = 0;
  let circular = false;

  function measure(node: unknown): { size: number; depth: number } {
    const before = known.get(node);
    if (before) return before;
    written += 1;
    if (!isNode(node) && !isPair(node)) return { size: 1, depth: 0 };
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (open.has(target)) circular = true;
      return open.has(target) || target === undefined ? { size: 1, depth: 0 } : measure(target);
    }
    if (isNode(node) && "anchor" in node && typeof node.anchor === "string") anchors.set(node.anchor, node);
    if (isScalar(node)) return { size: 1, depth: 0 };
    open.add(node);
    const measured = { size: 1, depth: 0 };
    for (const part of isPair(node) ? [node.key, node.value] : isMap(node) || isSeq(node) ? node.items : []) {
      const { size, depth } = measure(part);
      measured.size = Math.min(measured.size + size, Number.MAX_SAFE_INTEGER / 4);
      measured.depth = Math.max(measured.depth, depth);
    }
    if (!isPair(node)) measured.depth += 1;
    open.delete(node);
    known.set(node, measured);
    return measured;
  }

  const { size, depth } = measure(document.contents);
  if (circular) return "an alias in it stands for a part that holds it";
  if (depth > LIMITS.depth) return `it is nested deeper than ${LIMITS.depth} levels`;
  if (size - written > LIMITS.more) return `its aliases multiply to more than ${LIMITS.more} values`;
  return undefined;
}
