import { posix } from "node:path";
import { parse as parseDotenv } from "dotenv";
import type { Files } from "../host/files.ts";
import { looksSecret } from "../text/looks-secret.ts";
import type { Guarded } from "./guard.ts";
import { interpolate } from "./interpolate.ts";
import type { Project } from "./project.ts";
import { envFilePaths, takenIn } from "./taken-in.ts";

/** Values of the program's own environment that the files take in under a name that looks secret. */
export function passedSecrets({ environment }: Project, variables: string[]): { name: string; value: string }[] {
  return variables.flatMap((name) => {
    const value = environment[name];
    return value !== undefined && looksSecret(name) ? [{ name, value }] : [];
  });
}

/** The `.env` of the project and of what it includes, and the `env_file` entries of its services; inside the workspace only. */
export async function readEnvFiles(files: Files, project: Project, guarded: Guarded, read: (name: string) => string | undefined): Promise<{ stamp: string[]; values: { name: string; value: string }[] }> {
  const names = new Set([project.envFile]);
  for (const { values, base } of guarded.files.values()) {
    const paths = values.flatMap((value) => [...envFilePaths(value), ...takenIn(value).flatMap((one) => one.envFiles)]);
    for (const path of [".env", ...paths]) names.add(posix.relative(project.root, posix.resolve(project.root, base, interpolate(path, read).text)));
  }
  const inside = [...names].filter((name) => name !== "" && !name.startsWith("..") && !name.startsWith("/"));
  const contents = await Promise.all(inside.map((name) => files.read(posix.join(project.root, name)).catch(() => undefined)));
  const values = contents.flatMap((text) => Object.entries(parseDotenv(text ?? "")).map(([name, value]) => ({ name, value })));
  return { stamp: contents.map((text) => text ?? ""), values };
}
