import { posix } from "node:path";
import { findComposeFiles } from "../compose/find-compose-files.ts";
import type { Guarded } from "../compose/guard.ts";
import type { Project } from "../compose/project.ts";
import { deriveMap } from "../maps/derive-map.ts";
import type { Workspace } from "../workspace.ts";

/** The map that a workspace without one gets, as text: its services, task file, env template and documents. */
export async function derivedText({ files, root }: Workspace, project: Project | undefined, guarded: Guarded, names: { makefile: string; envTemplate: string }): Promise<string> {
  const there = async (path: string) => (await files.stat(posix.join(root, path)))?.kind;
  const composeFiles = project?.files ?? (await findComposeFiles(files, root));
  const listed = (await files.list(root)) ?? [];
  const documents = listed.filter((name) => /\.md$/i.test(name));
  const folders = ["docs", "doc", "specs"].filter((name) => listed.includes(name));
  return deriveMap({
    composeFiles,
    services: [...guarded.files].flatMap(([file, { values }]) => values.flatMap((value) => servicesIn(value).map((service) => ({ file, ...service })))),
    documents: [...documents, ...folders.map((name) => `${name}/`)],
    ...((await there(names.makefile)) === "file" ? { makefile: names.makefile } : {}),
    ...((await there(names.envTemplate)) === "file" ? { envTemplate: names.envTemplate } : {}),
  });
}

/** The services that one compose file writes, with the Dockerfile of those that are built. */
function servicesIn(value: Record<string, unknown>): { name: string; image?: string; dockerfile?: string }[] {
  const services = value["services"];
  if (typeof services !== "object" || services === null || Array.isArray(services)) return [];
  return Object.entries(services).map(([name, one]: [string, unknown]) => {
    const { image, build }: { image?: unknown; build?: unknown } = typeof one === "object" && one !== null ? one : {};
    const { context = ".", dockerfile }: { context?: unknown; dockerfile?: unknown } = typeof build === "string" ? { context: build } : typeof build === "object" && build !== null ? build : {};
    const file = build === undefined || typeof context !== "string" ? undefined : posix.join(context, typeof dockerfile === "string" ? dockerfile : "Dockerfile");
    return { name, ...(typeof image === "string" ? { image } : {}), ...(file === undefined || file.startsWith("..") || file.includes("$") ? {} : { dockerfile: file }) };
  });
}
