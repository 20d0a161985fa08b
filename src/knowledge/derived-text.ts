import { posix } from "node:path";
import { findComposeFiles } from "../compose/find-compose-files.ts";
import type { Guarded } from "../compose/guard.ts";
import type { Project } from "../compose/project.ts";
import { deriveMap } from "../maps/derive-map.ts";
import type { Workspace } from "../workspace.ts";
import { servicesWritten } from "./services-written.ts";

/** The map that a workspace without one gets, as text: its services, task file, env template and documents. */
export async function derivedText({ files, root }: Workspace, project: Project | undefined, guarded: Guarded, names: { makefile: string; envTemplate: string }): Promise<string> {
  const there = async (path: string) => (await files.stat(posix.join(root, path)))?.kind;
  const composeFiles = project?.files ?? (await findComposeFiles(files, root));
  const listed = (await files.list(root)) ?? [];
  const documents = listed.filter((name) => /\.md$/i.test(name));
  const folders = ["docs", "doc", "specs"].filter((name) => listed.includes(name));
  return deriveMap({
    composeFiles,
    services: servicesWritten(guarded).map(({ file, name, service }) => ({ file, name, ...madeOf(service) })),
    documents: [...documents, ...folders.map((name) => `${name}/`)],
    ...((await there(names.makefile)) === "file" ? { makefile: names.makefile } : {}),
    ...((await there(names.envTemplate)) === "file" ? { envTemplate: names.envTemplate } : {}),
  });
}

/** What a service runs: its image, and the Dockerfile where it is built. */
function madeOf(service: unknown): { image?: string; dockerfile?: string } {
  const { image, build }: { image?: unknown; build?: unknown } = typeof service === "object" && service !== null ? service : {};
  const { context = ".", dockerfile }: { context?: unknown; dockerfile?: unknown } = typeof build === "string" ? { context: build } : typeof build === "object" && build !== null ? build : {};
  const file = build === undefined || typeof context !== "string" ? undefined : posix.join(context, typeof dockerfile === "string" ? dockerfile : "Dockerfile");
  return { ...(typeof image === "string" ? { image } : {}), ...(file === undefined || file.startsWith("..") || file.includes("$") ? {} : { dockerfile: file }) };
}
