import { FREE, type Manner } from "./compose-manner.ts";
import { literalBlock, writeKey, writeString, type Quotes } from "./yaml-scalar.ts";

/** Keys whose lists most files write in brackets. */
const COMMANDS = ["command", "entrypoint", "test"];

/** A service in the manner of its file: the lines of its block, without line ends. */
export function serviceYaml(name: string, definition: Record<string, unknown>, manner: Manner): string[] {
  const writer = yamlWriter(manner);
  return writer.map({ [name]: definition }, manner.service, "");
}

function yamlWriter(manner: Manner) {
  const { preferred, step, keys } = manner;

  function map(entries: Record<string, unknown>, indent: number, outer: string): string[] {
    return Object.entries(entries).flatMap(([name, value]) => {
      const key = FREE.includes(outer) ? outer : name;
      const head = `${" ".repeat(indent)}${writeKey(name, keys, preferred)}:`;
      if (value === null || value === undefined) return [head];
      if (Array.isArray(value) && value.length > 0 && !inBrackets(key, value)) return [head, ...list(value, indent + manner.list, key)];
      if (isRecord(value) && Object.keys(value).length > 0) return [head, ...map(value, indent + step, key)];
      return scalar(head, value, indent + step, key);
    });
  }

  function list(items: unknown[], indent: number, key: string): string[] {
    const dash = `${" ".repeat(indent)}-`;
    return items.flatMap((item) => {
      if (!isRecord(item) || Object.keys(item).length === 0) return scalar(dash, item, indent + 2, key);
      const [first = "", ...rest] = map(item, indent + 2, key);
      return [`${dash} ${first.trimStart()}`, ...rest];
    });
  }

  /** What follows a key or a dash: on its line, or as a block of lines. */
  function scalar(head: string, value: unknown, indent: number, key: string): string[] {
    const block = typeof value === "string" ? literalBlock(value) : undefined;
    if (!block) return [`${head} ${inline(value, key, false)}`];
    return [`${head} ${block.header}`, ...block.lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line))];
  }

  function inline(value: unknown, key: string, flow: boolean): string {
    if (Array.isArray(value)) {
      const items = value.map((one) => inline(one, key, true)).join(", ");
      return manner.padded && items !== "" ? `[ ${items} ]` : `[${items}]`;
    }
    if (isRecord(value)) return `{${Object.entries(value).map(([name, one]) => `${writeKey(name, keys, preferred, true)}: ${inline(one, key, true)}`).join(", ")}}`;
    if (typeof value === "string" && manner.letters.has(value)) return value;
    return typeof value === "string" ? writeString(value, quotesFor(key, flow), { preferred, flow, port: key === "ports" }) : String(value);
  }

  function quotesFor(key: string, flow: boolean): Quotes {
    if (flow) return manner.quotes.get(`[]${key}`) ?? (COMMANDS.includes(key) ? preferred : (manner.quotes.get("[]") ?? "plain"));
    return manner.quotes.get(key) ?? (key === "ports" ? preferred : (manner.quotes.get("") ?? "plain"));
  }

  function inBrackets(key: string, items: unknown[]): boolean {
    if (items.some((one) => (typeof one === "object" && one !== null) || (typeof one === "string" && one.includes("\n")))) return items.some((one) => Array.isArray(one));
    return manner.brackets.get(key) ?? COMMANDS.includes(key);
  }

  return { map };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
