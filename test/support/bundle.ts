import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "rolldown";
import { temporaryFolder } from "./temporary-folder.ts";

const root = join(import.meta.dirname, "../..");

/** A program as one file that plain node runs. In its text, imports of our sources are written `#src/…`. */
export async function bundleProgram(text: string): Promise<string> {
  const folder = await temporaryFolder();
  const entry = join(folder, "program.ts");
  const file = join(folder, "program.mjs");
  await writeFile(entry, text.replaceAll("#src/", `${root}/src/`));
  await build({ input: entry, platform: "node", cwd: root, logLevel: "silent", output: { file, format: "esm" } });
  return file;
}
