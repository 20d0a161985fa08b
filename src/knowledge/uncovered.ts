import { pointersIn } from "../maps/pointers-in.ts";
import type { Knowledge } from "./open-knowledge.ts";

/** What is there and no entry of the component map points to: the services of the compose files. */
export function uncovered({ guarded, components, defaults }: Knowledge): { kind: string; name: string; source: string }[] {
  const named = new Set(components.entries.flatMap((entry) => pointersIn(entry, defaults).flatMap(({ anchor }) => anchor)));
  return [...guarded.files].flatMap(([file, { values }]) =>
    values.flatMap(({ services }) => Object.keys(typeof services === "object" && services !== null ? services : {}).filter((name) => !named.has(name)).map((name) => ({ kind: "service", name, source: file }))),
  );
}
