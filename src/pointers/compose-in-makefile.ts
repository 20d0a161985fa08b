import { expanded, makeVariables } from "./make-variables.ts";
import type { Rule } from "./makefile-rules.ts";

/** A call of compose in a recipe: how it is written up to the verb, and the words before and behind that. */
interface Call {
  command: string;
  before: string[];
  words: string[];
  verb: string;
  rest: string[];
}

/** A service that a recipe names, and where the call looks for it. */
export interface NamedService {
  service: string;
  target: string;
  line: number;
  folder: string;
  /** The files that the call names in its folder, also as variables that the makefile does not give; none where compose finds them by itself. */
  files: string[];
}

type Variables = ReadonlyMap<string, string>;

const VERBS = ["logs", "exec", "up", "down", "ps", "restart", "stop", "start", "build", "pull", "config", "run"];

/** Flags of compose and of `compose logs` whose value is the next word. */
const WITH_VALUE = ["-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory", "--tail", "-n", "--since", "--until"];

/** How the recipes of a makefile call compose: `$(COMPOSE)`, `docker compose -f dev.yml`; undefined where none does. */
export function composeInMakefile(lines: string[], rules: Rule[]): string | undefined {
  const variables = makeVariables(lines);
  const calls = rules.flatMap(({ recipe }) => recipe.flatMap((line) => callIn(line, variables) ?? []));
  for (const verbs of [["logs", "exec"], VERBS]) {
    const found = calls.filter(({ verb }) => verbs.includes(verb)).map(({ command }) => command);
    const [best] = found.toSorted((a, b) => found.filter((one) => one === b).length - found.filter((one) => one === a).length);
    if (best !== undefined) return best;
  }
  return undefined;
}

/** Services that recipes name, each with its target; words with a variable or a quote in them are not looked at. */
export function servicesInMakefile(lines: string[], rules: Rule[]): NamedService[] {
  const variables = makeVariables(lines);
  return rules.flatMap(({ recipe, targets, line }) =>
    recipe.flatMap((text, index) => {
      const call = callIn(text, variables);
      if (!call) return [];
      const place = placeOf({ ...call, before: [...continuedBefore(recipe, index), ...call.before] }, variables);
      return servicesOf(call.verb, call.rest).map((service) => ({ service, target: targets[0] ?? "", line: line + 1, ...place }));
    }),
  );
}

/** The words of the lines that a line continues, the last fifty. */
function continuedBefore(recipe: string[], index: number): string[] {
  let from = index;
  while (from > index - 50 && recipe[from - 1]?.endsWith("\\")) from -= 1;
  return recipe.slice(from, index).flatMap((line) => line.split(/\s+/));
}

function placeOf({ before, words }: Call, variables: Variables): Pick<NamedService, "folder" | "files"> {
  const command = words.flatMap((word) => expanded(word, variables).split(/\s+/));
  const behind = (flag: RegExp, joined: RegExp) => command.flatMap((word, index) => (flag.test(command[index - 1] ?? "") ? [word] : (joined.exec(word)?.[1] ?? [])));
  const unknown = command.filter((word, index) => /\$|^\\$/.test(word) && !WITH_VALUE.includes(command[index - 1] ?? ""));
  const named = [...behind(/^(?:-f|--file)$/, /^(?:-f=?|--file=)(.+)$/), ...unknown];
  const set = before.findLast((word) => word.startsWith("COMPOSE_FILE="))?.slice("COMPOSE_FILE=".length) ?? variables.get("COMPOSE_FILE");
  const entered = before.findLastIndex((word) => /^[@(-]*cd$/.test(word));
  const folder = entered === -1 ? (behind(/^--project-directory$/, /^--project-directory=(.+)$/).at(-1) ?? ".") : expanded((before[entered + 1] ?? "").replace(/[;)]+$/, ""), variables);
  return { folder, files: named.length > 0 ? named : set === undefined ? [] : expanded(set, variables).split(":") };
}

const ONE_SERVICE = ["exec", "run"];
const SERVICES = ["logs", "up", "restart", "stop", "start", "build", "pull"];

function servicesOf(verb: string, rest: string[]): string[] {
  if (![...ONE_SERVICE, ...SERVICES].includes(verb)) return [];
  const end = rest.findIndex((word) => /^(?:[;|&<>#]|&&|\|\||\\)|[;|&<>]/.test(word));
  const words = end === -1 ? rest : rest.slice(0, end);
  const named = words.filter((word, index) => !word.startsWith("-") && !mayTakeValue(words[index - 1] ?? "") && /^[A-Za-z0-9][\w.-]*$/.test(word));
  const sure = words.findIndex((word) => !word.startsWith("-"));
  return ONE_SERVICE.includes(verb) ? (sure === 0 && named[0] === words[0] ? named.slice(0, 1) : []) : named;
}

/** Behind a flag that is not known to stand alone the next word may be its value. */
function mayTakeValue(word: string): boolean {
  return word.startsWith("-") && !word.includes("=") && !/^(?:-f|--follow|-d|--detach|--build|-T|--no-TTY|--no-deps|--force-recreate|--no-recreate|--remove-orphans|-q|--quiet|--no-cache|--rm|--wait|--no-color|--no-log-prefix|--timestamps|-V|--renew-anon-volumes|--no-start|--no-build)$/.test(word);
}

function callIn(line: string, variables: Variables): Call | undefined {
  const words = line.trim().replace(/^[@+-]+\s*/, "").split(/\s+/).slice(0, 60);
  const start = words.findIndex((word, index) => /^docker-compose$/.test(word) || (word === "docker" && words[index + 1] === "compose") || isComposeVariable(word, variables));
  if (start === -1) return undefined;
  const end = words.findIndex((word, index) => index > start && VERBS.includes(word) && !WITH_VALUE.includes(words[index - 1] ?? ""));
  const command = words.slice(start, end);
  // What stands between must be flags: `$(COMPOSE) -f a logs`, but not `docker compose version && make up`.
  if (end === -1 || command.some((word) => /[;|&<>'"`]/.test(word) || word === "\\")) return undefined;
  const folder = start === 3 && words[0] === "cd" && words[2] === "&&" ? `cd ${words[1] ?? ""} && ` : "";
  return { command: folder + command.join(" "), before: words.slice(0, start), words: command, verb: words[end] ?? "", rest: words.slice(end + 1) };
}

/** A variable that holds a compose command, as far as the makefile tells. */
function isComposeVariable(word: string, variables: Variables): boolean {
  const name = /^\$[({]([A-Za-z_][\w.-]*)[)}]$/.exec(word)?.[1];
  if (name === undefined) return false;
  const value = variables.get(name);
  return value === undefined ? /compose|^dc$/i.test(name) : /compose/i.test(value);
}

/** The one word of a recipe's line that names the service whose logs it shows. */
export function serviceInLogs(line: string): string | undefined {
  const words = line.trim().split(/\s+/);
  const after = words.slice(words.lastIndexOf("logs") + 1);
  const named = after.filter((word, index) => !word.startsWith("-") && !word.includes("$") && !WITH_VALUE.includes(after[index - 1] ?? ""));
  const [name] = named;
  return words.includes("logs") && named.length === 1 && name !== undefined && /^[A-Za-z0-9][\w.-]*$/.test(name) ? name : undefined;
}
