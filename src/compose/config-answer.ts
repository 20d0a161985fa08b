import { UserError } from "../errors.ts";
import type { Finished } from "../host/runner.ts";
import { clean } from "../text/clean.ts";
import { parseJson } from "../text/parse-json.ts";
import type { Model } from "./model.ts";

interface ConfigAnswer {
  model?: Model;
  invalid?: { message: string; file?: string; line?: number };
  unasked?: string;
}

/** What `docker compose config --format json` said: the model, why the files are refused, or why it could not be asked. */
export function readConfigAnswer(finished: Finished, names: string[]): ConfigAnswer {
  if (finished.outcome === "missing") return { unasked: "There is no `docker` command on the PATH." };
  if (finished.outcome === "refused") return { unasked: "The `docker` command may not be run by this user." };
  if (finished.outcome === "cancelled") throw new UserError("cancelled", "The call was cancelled.", "Call it again.");
  if (finished.outcome === "timed_out") return { invalid: { message: "docker compose config did not answer within 20 s" } };
  const message = clean(finished.stderr).trim();
  if (finished.exitCode === 0) {
    const model = parseJson<Model>(finished.stdout);
    return { model: { ...model, services: model.services ?? {} } };
  }
  if (/is not a docker command|unknown shorthand flag|unknown flag: --(ansi|progress)|unknown docker command/.test(message)) return { unasked: "`docker compose` is not there, or older than 2.20." };
  const line = /line (\d+)/.exec(message)?.[1];
  const file = names.find((name) => message.includes(name)) ?? (names.length === 1 ? names[0] : undefined);
  return { invalid: { message: message.split("\n").at(-1)?.slice(0, 4000) ?? "", ...(file ? { file } : {}), ...(line ? { line: Number(line) } : {}) } };
}
