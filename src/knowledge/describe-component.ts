import { knownPaths } from "../maps/known-paths.ts";
import type { MapEntry, MapField } from "../maps/parse-map.ts";
import { pointersIn } from "../maps/pointers-in.ts";
import type { WrittenPointer } from "../maps/written-pointer.ts";
import { connections } from "../pointers/connections.ts";
import { driftOf } from "../pointers/drift.ts";
import { liveValues } from "../pointers/live-values.ts";
import type { Connection, Drift, LiveValue, Pointer } from "../pointers/pointer.ts";
import type { Knowledge } from "./open-knowledge.ts";
import { servicesWritten } from "./services-written.ts";
import { resolveAll } from "./resolve-all.ts";

/** What a component is, where the truth about it stands, and what stands there now. */
export interface Description {
  name: string;
  category: string;
  whats_there?: string[];
  pointers: Pointer[];
  live: LiveValue[];
  connects?: Connection[];
  drift?: Drift[];
  details?: { label: string; text: string }[];
}

/** Labels whose facts are told as pointers, live values or names, and not a second time as text. */
const TOLD = ["whats there", "alias", "definitive source", "spec", "docker", "dockerfile", "compose file", "proof"];

export async function describeComponent(knowledge: Knowledge, entry: MapEntry, detail: "concise" | "full"): Promise<Description> {
  const { sources, interpolate } = knowledge;
  const context = { interpolate, detail };
  const written = pointersIn(entry, knowledge.defaults);
  const pointers = await resolveAll(knowledge, entry, written);
  const good = pointers.filter((one) => one.status === "ok");
  const [addresses, values, reached, drift] = await Promise.all([
    addressesOf(knowledge, entry),
    Promise.all(good.map((one) => liveValues(sources, one, context))),
    connectionsOf(knowledge, good),
    driftOf(sources, entry, pointers, context),
  ]);
  const there = entry.fields.flatMap((field) => (field.key === "whats there" ? [...(field.text ? [field.text] : []), ...field.items] : []));
  const details = entry.fields.filter((field) => !TOLD.includes(field.key) && saysMore(field, written)).map(({ label, text, items }) => ({ label, text: [text, ...items].filter((one) => one !== "").join("; ") }));
  return {
    name: entry.title,
    category: entry.category,
    ...(there.length > 0 ? { whats_there: there } : {}),
    pointers,
    live: distinct([...addresses, ...values.flat()]),
    ...(reached.length > 0 ? { connects: reached } : {}),
    ...(drift.length > 0 ? { drift } : {}),
    ...(details.length > 0 ? { details } : {}),
  };
}

/** Whether a field has words besides its pointers, which are told already. */
function saysMore({ label, text, items }: MapField, written: WrittenPointer[]): boolean {
  const own = written.filter((one) => one.role === label);
  return [text, ...items].some((line) => /[\p{L}\p{N}]/u.test(own.reduce((left, one) => left.replaceAll(one.written, ""), line)));
}

/** Where a Health Endpoint or API Docs of the entry answers: its path on the port that its service publishes now. */
async function addressesOf({ sources, guarded, interpolate }: Knowledge, entry: MapEntry): Promise<LiveValue[]> {
  const written = servicesWritten(guarded);
  const known = knownPaths([entry], written.map((one) => one.name));
  const found = await Promise.all(
    known.map(async ({ service, label, path }) => {
      const place = written.find((one) => one.name === service);
      const live = place ? await liveValues(sources, { role: "", path: place.file, anchor: ["services", service, "ports"], status: "ok" }, { interpolate, detail: "concise" }) : [];
      const [ports] = live;
      const host = /\b(\d{1,5}) →/.exec(ports?.value ?? "")?.[1];
      return ports && host ? [{ label, value: `http://localhost:${host}${path}`, path: ports.path, line: ports.line }] : [];
    }),
  );
  return found.flat();
}

/** How the services that an entry points to reach others. */
async function connectionsOf({ sources, guarded, interpolate }: Knowledge, pointers: Pointer[]): Promise<Connection[]> {
  // A pointer to a part of a service, as another's variable, is not about that service.
  const services = pointers.flatMap(({ path, anchor = [] }) => {
    const [service, ...deeper] = anchor[0] === "services" ? anchor.slice(1) : anchor;
    return guarded.files.has(path) && deeper.length === 0 ? [{ path, service }] : [];
  });
  const found = await Promise.all(services.flatMap(({ path, service }) => (service === undefined ? [] : [connections(sources, path, service, { interpolate, detail: "concise" })])));
  return distinct(found.flat());
}

function distinct<T>(values: T[]): T[] {
  const seen = new Set<string>();
  return values.filter((one) => {
    const key = JSON.stringify(one);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
