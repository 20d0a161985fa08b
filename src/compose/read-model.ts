import type { Files } from "../host/files.ts";
import type { Runner } from "../host/runner.ts";
import { composeCommand } from "./command.ts";
import { readConfigAnswer } from "./config-answer.ts";
import { passedSecrets, readEnvFiles } from "./env-files.ts";
import { guardComposeFiles } from "./guard.ts";
import { interpolate } from "./interpolate.ts";
import { modelSecrets } from "./model-secrets.ts";
import type { Model } from "./model.ts";
import { variable, type Project } from "./project.ts";
import { profilesIn, stringsIn } from "./taken-in.ts";

export interface ModelRead {
  /** Absent when compose refuses the files; `invalid` says why. */
  model?: Model;
  invalid?: { message: string; file?: string; line?: number };
  /** Why compose could not be asked at all; the model is absent then too. */
  unasked?: string;
  /** Names of all variables that the files reference: they are passed on from the environment. */
  variables: string[];
  /** Required ones without a value. The model was read with a stand-in for them, so never act on it. */
  missing: string[];
  /** Values that no output may show, by the name they stand under. */
  secrets: { name: string; value: string }[];
  texts: Map<string, string>;
  /** Every profile that a service belongs to, on or off. */
  profiles: string[];
}

/** Models read before, each with the stamp of what it was read from. One per process. */
export class ModelCache {
  readonly #kept = new Map<string, { stamp: string; read: ModelRead }>();

  get(key: string, stamp: string): ModelRead | undefined {
    const kept = this.#kept.get(key);
    return kept?.stamp === stamp ? kept.read : undefined;
  }

  set(key: string, stamp: string, read: ModelRead): void {
    this.#kept.set(key, { stamp, read });
  }
}

interface Ports {
  files: Files;
  runner: Runner;
  models: ModelCache;
  signal: AbortSignal;
}

/** Stand-ins for required variables without a value. Digits, because a port may be asked for. */
export function standIns(missing: string[]): Record<string, string> {
  return Object.fromEntries(missing.map((name) => [name, "65000"]));
}

/**
 * The project as compose resolves it. A file that compose refuses is part of the answer; a UserError is thrown only
 * for what must not reach compose.
 */
export async function readModel(ports: Ports, project: Project): Promise<ModelRead> {
  const { files, runner, models, signal } = ports;
  const read = (name: string) => variable(project, name);
  const guarded = await guardComposeFiles(files, project.root, project.files, read);
  const texts = new Map([...guarded.files].map(([name, { text }]) => [name, text]));
  const templates = [...guarded.files.values()].flatMap(({ values, text, base }) => (values.length > 0 ? stringsIn(values) : [text]).map((one) => ({ base, ...interpolate(one, read) })));
  const variables = [...new Set([...templates.flatMap((one) => one.names), ...[...texts.values()].flatMap(bareVariables)])];
  // What is included from another folder has an env file of its own there; compose says itself what is missing in that one.
  const missing = [...new Set(templates.flatMap((one) => (one.base === templates[0]?.base ? one.missing : [])))];
  const envFiles = await readEnvFiles(files, project, guarded, read);
  const stamp = JSON.stringify([[...texts], variables.map(read), envFiles.stamp]);
  const key = JSON.stringify([project.root, project.files, project.name, project.profiles]);
  const kept = models.get(key, stamp);
  if (kept) return kept;
  const secrets = [...envFiles.values, ...passedSecrets(project, variables)];
  const profiles = [...new Set([...guarded.files.values()].flatMap(({ values }) => values.flatMap(profilesIn)))];
  if (guarded.unreadable) return { invalid: guarded.unreadable, variables, missing, secrets, texts, profiles };
  const finished = await runner.run({
    ...composeCommand(project, ["config", "--format", "json"], variables, standIns(missing)),
    timeoutMs: 20_000,
    keep: { bytes: 16 * 1024 * 1024, from: "start" },
    signal,
  });
  const result = readConfigAnswer(finished, [...texts.keys()]);
  const done: ModelRead = { ...result, variables, missing, secrets: [...secrets, ...(result.model ? modelSecrets(result.model) : [])], texts, profiles };
  if (done.model) models.set(key, stamp, done);
  return done;
}

/** `environment: [NAME]` and `NAME:` without a value take the variable over from the environment as it is. */
function bareVariables(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(/^[ \t]*-[ \t]+["']?([A-Za-z_]\w*)["']?[ \t\r]*(?:#.*)?$/gm)) names.add(match[1] ?? "");
  for (const match of text.matchAll(/^[ \t]+([A-Z_][A-Z0-9_]*):[ \t\r]*(?:#.*)?$/gm)) names.add(match[1] ?? "");
  return [...names];
}
