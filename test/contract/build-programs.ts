import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The program as published. */
    program: string;
    /** The same program with the tools of test/support/catalogue.ts. */
    storyProgram: string;
  }
}

const root = resolve(import.meta.dirname, "../..");

export default async function buildPrograms(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "contract-"));
  const build = (args: string[]) => execFileSync(process.execPath, [join(root, "scripts/build.mjs"), ...args], { stdio: ["ignore", "ignore", "inherit"] });
  build([]);
  build(["--catalogue", join(root, "test/support/catalogue.ts"), "--out", folder]);
  project.provide("program", join(root, "dist/main.js"));
  project.provide("storyProgram", join(folder, "main.js"));
  return () => rm(folder, { recursive: true, force: true });
}
