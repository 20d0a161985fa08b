import { part, portsOf, scalarOf, shownPort, wordsOf } from "./compose-service.ts";
import { pathsIn } from "./health-paths.ts";
import type { ReadingContext } from "./live-values.ts";
import { placeOfWord } from "./place.ts";
import type { Pointer } from "./pointer.ts";
import { listed } from "./shown.ts";
import { isComposeFile } from "./source-kind.ts";
import type { Sources } from "./sources.ts";
import { entriesOf, servicesIn, type YamlFound } from "./yaml-paths.ts";
import type { YamlSource } from "./yaml-source.ts";

/** What a compose file that an entry points to says of one of its services. */
export interface EntryService {
  name: string;
  path: string;
  line: number;
  servicesLine: number;
  /** The entry points to this service, or to the whole file. */
  pointed: boolean;
  /** Every port that may be meant: published, in the container, exposed, and the defaults as they are written. */
  known: string[];
  /** Of those the ones on the host, and the ones in the container. */
  published: string[];
  container: string[];
  /** Its ports for a person; "" where it lists none. */
  shown: string;
  portsLine: number;
  /** `container_name`. */
  containerName?: string;
  /** Paths that its health check asks for. */
  health: string[];
  healthLine: number;
  /** Whether a word stands anywhere in the file. */
  mentions(word: string): boolean;
}

/** The services of all compose files that pointers of an entry lead to. */
export async function entryServices(sources: Sources, pointers: Pointer[], context: ReadingContext): Promise<EntryService[]> {
  const good = pointers.filter((one) => one.status === "ok" && isComposeFile(one.path));
  const files = [...new Set(good.map((one) => one.path))];
  const found = await Promise.all(
    files.map(async (path) => {
      const source = await sources.yaml(path);
      const lines = await sources.lines(path);
      const anchors = good.flatMap((one) => (one.path === path ? [one.anchor ?? []] : []));
      const services = source ? servicesIn(source) : [];
      const names = anchors.map((anchor) => (anchor[0] === "services" ? anchor[1] : anchor[0])?.replace(/\s+services?$/i, ""));
      // A pointer to one service says more than one to the whole file.
      const single = services.filter((one) => names.includes(one.name));
      const mentions = (word: string) => placeOfWord(lines, word) !== undefined;
      return source ? services.map((one) => ({ ...facts(source, one, context), path, mentions, servicesLine: (services[0]?.line ?? 2) - 1, pointed: single.length === 0 || single.includes(one) })) : [];
    }),
  );
  return found.flat();
}

function facts(source: YamlSource, service: YamlFound, { interpolate }: ReadingContext): Omit<EntryService, "path" | "mentions" | "servicesLine" | "pointed"> {
  const ports = portsOf(source, service, interpolate);
  const written = part(source, service, "ports");
  const exposed = wordsOf(source, part(source, service, "expose")).map(interpolate);
  const text = written?.value?.range ? source.text.slice(written.value.range[0], written.value.range[1]) : "";
  const health = part(source, service, "healthcheck");
  const test = health && entriesOf(source, health).find((one) => one.name === "test");
  const containerName = scalarOf(part(source, service, "container_name"));
  // A map may state the default of a variable that is set here.
  const sides = [...ports, ...portsOf(source, service, (given) => given.replace(/\$\{\w+:?-([^${}]*)\}/g, "$1"))];
  return {
    name: service.name,
    line: service.line,
    published: sides.flatMap(({ published = "" }) => spread(published)),
    container: [...sides.flatMap(({ container: inside }) => spread(inside)), ...exposed.flatMap((one) => spread(one.split("/")[0] ?? ""))],
    known: [...ports.flatMap(({ published = "", container: inside }) => [...spread(published), ...spread(inside)]), ...exposed.flatMap((one) => spread(one.split("/")[0] ?? "")), ...(text.match(/\d{2,5}/g) ?? [])],
    shown: listed(ports.map(shownPort), 6) || listed(exposed, 6),
    portsLine: ports[0]?.line ?? written?.line ?? service.line,
    ...(containerName === undefined ? {} : { containerName: interpolate(containerName) }),
    health: wordsOf(source, test).flatMap(pathsIn),
    healthLine: test?.line ?? service.line,
  };
}

/** Every port of `8000-8003`. */
function spread(range: string): string[] {
  const [first = Number.NaN, last = first] = range.split("-").map(Number);
  return Number.isInteger(first) && last >= first && last - first <= 1_000 ? Array.from({ length: last - first + 1 }, (_, index) => String(first + index)) : [];
}
