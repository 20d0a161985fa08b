import { posix } from "node:path";
import { localBuilds } from "../compose/local-builds.ts";
import type { StackFacts } from "../checks/stack-facts.ts";
import type { Observed } from "../snapshot.ts";
import type { Workspace } from "../workspace.ts";

/** A copy from the build context: without a variable, a pattern, or a stage that it comes from. */
const COPY = /^\s*(?:COPY|ADD)\s+(?!.*--from)(?:--\S+\s+)*(?<words>[^$*?[\]<]+)$/i;

/** What Dockerfiles of services without container and image copy, and their contexts on this machine do not have. */
export async function uncopiedBy({ files, root }: Workspace, { snapshot, engine }: Observed): Promise<StackFacts["uncopied"]> {
  const built = snapshot.read.model ? localBuilds(snapshot.read.model).filter(({ service }) => !snapshot.containers.some((one) => one.service === service)) : [];
  const found = await Promise.all(
    built.map(async ({ service, context, dockerfile, image }) => {
      if (await engine.image(image).catch(() => ({}))) return [];
      const text = (await files.read(dockerfile).catch(() => undefined)) ?? "";
      const copies = text.split(/\r?\n/).flatMap((words, index) => {
        const sources = COPY.exec(words)?.groups?.["words"]?.trim().split(/\s+/).slice(0, -1) ?? [];
        return sources.filter((path) => !/^(?:https?:|git@)/.test(path)).map((path) => ({ words: words.trim(), line: index + 1, path }));
      });
      const there = await Promise.all(copies.map(({ path }) => files.stat(posix.join(context, path)).catch(() => ({}))));
      return copies.filter((_, index) => there[index] === undefined).map((one) => ({ service, dockerfile: dockerfile.startsWith(`${root}/`) ? dockerfile.slice(root.length + 1) : dockerfile, ...one }));
    }),
  );
  return found.flat();
}
