/** What the variables of a project stand for already. */
export interface KnownVariables {
  /** The value that compose would put in. */
  read(name: string): string | undefined;
  /** Names that the compose files refer to. */
  used: ReadonlySet<string>;
  /** The examples of the env template. */
  offered: ReadonlyMap<string, string>;
}

/**
 * The first of the names under which nothing but `value` would be put in, and the names that were passed over for it; the
 * last name is counted on (`NAME_2`, `NAME_3`) until one is free.
 */
export function freeVariable(names: string[], value: string, known: KnownVariables): { name: string; passed: string[] } {
  const passed: string[] = [];
  for (let index = 0; ; index += 1) {
    const name = names[index] ?? `${names.at(-1) ?? ""}_${index - names.length + 2}`;
    const now = known.read(name) ?? "";
    if (!known.used.has(name) && (now === "" || now === value) && (known.offered.get(name) ?? value) === value) return { name, passed };
    passed.push(name);
  }
}

/** `image-proxy` → `IMAGE_PROXY_PORT`. */
export function variableName(service: string, what: string, kind: "PORT" | "IMAGE"): string {
  return `${service.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_${what}${kind}`;
}
