import { liveValues } from "../pointers/live-values.ts";
import type { Knowledge } from "./open-knowledge.ts";
import { servicesWritten } from "./services-written.ts";

/** A value that a source holds now, and the pointer to write where an entry would repeat it. */
export interface HeldValue {
  value: string;
  pointer: string;
}

/** The values that compose files hold now: ports and images, which entries are tempted to copy. */
export async function heldValues({ guarded, sources, interpolate }: Knowledge): Promise<HeldValue[]> {
  const found = await Promise.all(
    servicesWritten(guarded).map(async ({ file, name }) => {
      const live = await liveValues(sources, { role: "", path: file, anchor: ["services", name], status: "ok" }, { interpolate, detail: "concise" });
      return live.flatMap(({ label, value }) => {
        const key = /port/.test(label) ? "ports" : /image/.test(label) ? "image" : undefined;
        if (key === undefined) return [];
        const parts = key === "ports" ? (value.match(/\d{2,5}/g) ?? []) : [value];
        return parts.map((part) => ({ value: part, pointer: `\`${file}\` → \`services\` → \`${name}\` → \`${key}\`` }));
      });
    }),
  );
  return found.flat();
}
