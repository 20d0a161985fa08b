import { posix } from "node:path";
import type { Model } from "./model.ts";

/** An image that is built from a folder of this machine. */
export interface LocalBuild {
  service: string;
  /** Absolute. */
  context: string;
  dockerfile: string;
  image: string;
}

/** What is built here, and the name that its image gets. A Dockerfile within the compose file has no path, and is left out. */
export function localBuilds({ name, services }: Model): LocalBuild[] {
  return Object.entries(services).flatMap(([service, { build, image }]) => {
    const { context = "", dockerfile = "Dockerfile" } = build ?? {};
    return context.startsWith("/") && build?.["dockerfile_inline"] === undefined ? [{ service, context, dockerfile: posix.resolve(context, dockerfile), image: image ?? `${name}-${service}` }] : [];
  });
}
