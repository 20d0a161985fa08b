import { parseArgs } from "node:util";
import { UserError } from "../errors.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import type { Flag } from "./flag.ts";

export interface ReadFlags {
  /** By field name. */
  values: Record<string, unknown>;
  positionals: { text: string; index: number }[];
  /** What follows `--`; undefined when there is no `--`. */
  rest?: string[];
}

interface OptionToken {
  rawName: string;
  name: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}

/** Reads arguments by the flags that are known. `lenient` skips what it does not know. Throws UserError. */
export function readFlags(args: string[], flags: readonly Flag[], lenient = false): ReadFlags {
  const options = Object.fromEntries(flags.map((flag) => [flag.name, { type: flag.kind === "boolean" ? "boolean" : "string", ...(flag.short ? { short: flag.short } : {}) } as const]));
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  const read: ReadFlags = { values: {}, positionals: [] };
  let answered: number | undefined;
  for (const [at, token] of tokens.entries()) {
    if (token.kind === "option") {
      const flag = flags.find((one) => one.name === token.name);
      const negated = flags.find((one) => one.kind === "boolean" && `no-${one.name}` === token.name);
      const next = tokens[at + 1];
      // `--collect false`: parseArgs takes the word for a positional.
      const said = flag?.kind === "boolean" && token.value === undefined && next?.kind === "positional" && next.index === token.index + 1 && /^(?:true|false)$/.test(next.value) ? next : undefined;
      if (said) answered = said.index;
      if (flag) put(read.values, flag, said ? said.value === "true" : readValue(flag, token));
      else if (negated) put(read.values, negated, false);
      else if (!lenient) throw unknownFlag(token, flags);
    } else if (token.kind === "positional") {
      if (!read.rest && token.index !== answered) read.positionals.push({ text: token.value, index: token.index });
    } else {
      read.rest = args.slice(token.index + 1);
    }
  }
  return read;
}

function put(values: Record<string, unknown>, flag: Flag, value: unknown): void {
  const before = values[flag.field];
  if (flag.map && (isMap(value) || isMap(before))) {
    if (before !== undefined && !(isMap(value) && isMap(before))) throw new UserError("flag-value", `--${flag.name} is given both as a map and as words.`, `Write all of it one way: --${flag.name} '{"KEY": "VALUE"}', or --${flag.name} KEY=VALUE once for each.`);
    values[flag.field] = { ...(isMap(before) ? before : {}), ...(isMap(value) ? value : {}) };
  } else if (flag.list && !(flag.alone && before === undefined)) values[flag.field] = [before ?? [], value].flat();
  else values[flag.field] = value;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readValue(flag: Flag, token: OptionToken): unknown {
  const { value } = token;
  if (flag.kind === "boolean") {
    if (value === undefined || value === "true") return true;
    if (value === "false") return false;
    throw new UserError("flag-value", `${token.rawName} is on or off, not ${JSON.stringify(value)}.`, `Write ${token.rawName} or --no-${flag.name}.`);
  }
  if (value === undefined || (!token.inlineValue && value.startsWith("--"))) {
    throw new UserError("flag-value", `${token.rawName} needs a value.`, `Write --${flag.name}=VALUE.`);
  }
  if (flag.kind === "json") return readJson(flag, value);
  return (flag.list && flag.kind === "text" ? readList(value) : undefined) ?? readWord(flag, value);
}

/** A JSON list in place of several flags; undefined for any other word. */
function readList(text: string): unknown[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What is no number stays as it is: the tool's own check names the field and what it wants. */
function readWord(flag: Flag, text: string): unknown {
  const number = flag.kind === "number" && text.trim() !== "" ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : text;
}

/** What is no JSON is a word, and so is an address: `[::1]:8080:80`. */
function readJson(flag: Flag, text: string): unknown {
  if (!/^\s*[[{]/.test(text) || /^\s*\[[^\]]*\]:/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError("flag-value", `--${flag.name} is not valid JSON: ${error instanceof Error ? error.message : "unreadable"}.`, `Write --${flag.name} '{"KEY": "VALUE"}'.`);
  }
}

function unknownFlag(token: OptionToken, flags: readonly Flag[]): UserError {
  const meant = didYouMean(token.name, flags.map((flag) => flag.name));
  const known = flags.map((flag) => `--${flag.name}`).join(", ");
  return new UserError("unknown-flag", `There is no flag ${token.rawName} here.`, meant ? `Did you mean --${meant}?` : `The flags are: ${known}.`);
}
