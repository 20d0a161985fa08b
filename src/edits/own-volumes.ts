/** Named volumes of a service that no file declares yet; folders of the workspace or the host are none. */
export function ownVolumes(volumes: unknown, declared: ReadonlySet<string>, interpolate: (text: string) => string): string[] {
  return [...new Set(list(volumes).flatMap((one) => namedIn(one, interpolate)))].filter((name) => !declared.has(name));
}

/** A template's volumes under names that nothing else uses: a new service must not find another's data. */
export function unsharedVolumes(volumes: unknown, declared: ReadonlySet<string>): { volumes: unknown; notes: string[] } {
  const notes: string[] = [];
  const renamed = list(volumes).map((one) => {
    const [, name = "", rest = ""] = /^([A-Za-z0-9][\w.-]*)(:.*)$/.exec(typeof one === "string" ? one : "") ?? [];
    if (name === "" || !declared.has(name)) return one;
    let free = name;
    for (let number = 2; declared.has(free); number += 1) free = `${name}_${number}`;
    notes.push(`the project has a volume ${name} already, so this service's is called ${free}`);
    return free + rest;
  });
  return { volumes: Array.isArray(volumes) ? renamed : volumes, notes };
}

function namedIn(volume: unknown, interpolate: (text: string) => string): string[] {
  if (typeof volume === "string") return (/^([A-Za-z0-9][\w.-]*):/.exec(interpolate(volume)) ?? []).slice(1);
  const { type, source }: { type?: unknown; source?: unknown } = typeof volume === "object" && volume !== null ? volume : {};
  const name = typeof source === "string" ? interpolate(source) : "";
  return type !== "bind" && type !== "tmpfs" && type !== "npipe" && /^[A-Za-z0-9][\w.-]*$/.test(name) ? [name] : [];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
