import type { Rule } from "./makefile-rules.ts";

/** A call of compose in a recipe: how it is written up to the verb, and the words behind that. */
interface Call {
  command: string;
  verb: string;
  rest: string[];
}

const VERBS = ["logs", "exec", "up", "down", "ps", "restart", "stop", "start", "build", "pull", "config", "run"];

/** Flags of compose and of `compose logs` whose value is the next word. */
const WITH_VALUE = ["-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory", "--tail", "-n", "--since", "--until"];

/** How the recipes of a makefile call compose: `$(COMPOSE)`, `docker compose -f dev.yml`; undefined where none does. */
export function composeInMakefile(lines: string[], rules: Rule[]): string | undefined {
  const calls = rules.flatMap(({ recipe }) => recipe.flatMap((line) => callIn(line, lines) ?? []));
  for (const verbs of [["logs", "exec"], VERBS]) {
    const found = calls.filter(({ verb }) => verbs.includes(verb)).map(({ command }) => command);
    const [best] = found.toSorted((a, b) => found.filter((one) => one === b).length - found.filter((one) => one === a).length);
    if (best !== undefined) return best;
  }
  return undefined;
}

/** Services that recipes name, each with its target; words with a variable or a quote in them are not looked at. */
export function servicesInMakefile(lines: string[], rules: Rule[]): { service: string; target: string; line: number }[] {
  return rules.flatMap(({ recipe, targets, line }) =>
    recipe.flatMap((text) => {
      const { verb, rest } = callIn(text, lines) ?? { verb: "", rest: [] };
      return servicesOf(verb, rest).map((service) => ({ service, target: targets[0] ?? "", line: line + 1 }));
    }),
  );
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

function callIn(line: string, lines: string[]): Call | undefined {
  const words = line.trim().replace(/^[@+-]+\s*/, "").split(/\s+/).slice(0, 60);
  const start = words.findIndex((word, index) => /^docker-compose$/.test(word) || (word === "docker" && words[index + 1] === "compose") || isComposeVariable(word, lines));
  if (start === -1) return undefined;
  const end = words.findIndex((word, index) => index > start && VERBS.includes(word) && !WITH_VALUE.includes(words[index - 1] ?? ""));
  const command = words.slice(start, end);
  // What stands between must be flags: `$(COMPOSE) -f a logs`, but not `docker compose version && make up`.
  if (end === -1 || command.some((word) => /[;|&<>'"`]/.test(word) || word === "\\")) return undefined;
  const folder = start === 3 && words[0] === "cd" && words[2] === "&&" ? `cd ${words[1] ?? ""} && ` : "";
  return { command: folder + command.join(" "), verb: words[end] ?? "", rest: words.slice(end + 1) };
}

/** A variable that holds a compose command, as far as the makefile tells. */
function isComposeVariable(word: string, lines: string[]): boolean {
  const name = /^\$[({]([A-Za-z_][\w.-]*)[)}]$/.exec(word)?.[1];
  if (name === undefined) return false;
  const value = lines.find((line) => line.startsWith(name) && /^\s*[:?+]{0,3}=/.test(line.slice(name.length)));
  return value === undefined ? /compose|^dc$/i.test(name) : /compose/i.test(value.slice(name.length));
}

/** The one word of a recipe's line that names the service whose logs it shows. */
export function serviceInLogs(line: string): string | undefined {
  const words = line.trim().split(/\s+/);
  const after = words.slice(words.lastIndexOf("logs") + 1);
  const named = after.filter((word, index) => !word.startsWith("-") && !word.includes("$") && !WITH_VALUE.includes(after[index - 1] ?? ""));
  const [name] = named;
  return words.includes("logs") && named.length === 1 && name !== undefined && /^[A-Za-z0-9][\w.-]*$/.test(name) ? name : undefined;
}
