/** Other compose files that one takes in, as they are written. */
export interface TakenIn {
  paths: string[];
  /** Where relative paths in them start from, where it is not the folder of the first. */
  folder?: string;
  /** Files with variables for them. */
  envFiles: string[];
}

/** What stands under `include:` and `extends: {file:}` of a compose file. */
export function takenIn(value: Record<string, unknown>): TakenIn[] {
  const included = list(value["include"]).map((one): TakenIn => {
    if (typeof one === "string") return { paths: [one], envFiles: [] };
    const { path, project_directory: folder, env_file: envFile } = record(one);
    return { paths: strings(path), ...(typeof folder === "string" ? { folder } : {}), envFiles: strings(envFile) };
  });
  const extended = Object.values(record(value["services"])).flatMap((service): TakenIn[] => {
    const paths = strings(record(record(service)["extends"])["file"]);
    return paths.length > 0 ? [{ paths, envFiles: [] }] : [];
  });
  return [...included, ...extended].filter((one) => one.paths.length > 0);
}

/** The paths under `env_file:` of the services, in all forms that they may have. */
export function envFilePaths(value: Record<string, unknown>): string[] {
  return Object.values(record(value["services"])).flatMap((service) =>
    list(record(service)["env_file"]).flatMap((one) => (typeof one === "string" ? one : strings(record(one)["path"]))),
  );
}

/** The profiles that the services of a compose file belong to. */
export function profilesIn(value: Record<string, unknown>): string[] {
  return Object.values(record(value["services"])).flatMap((service) => strings(record(service)["profiles"]));
}

/** Every string in a value, keys left out. */
export function stringsIn(value: unknown): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const visit = (one: unknown): void => {
    if (typeof one === "string") found.push(one);
    if (typeof one !== "object" || one === null || seen.has(one)) return;
    seen.add(one);
    for (const part of Object.values(one)) visit(part);
  };
  visit(value);
  return found;
}

/** A copy of a mapping; empty for anything else. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function strings(value: unknown): string[] {
  return list(value).filter((one) => typeof one === "string");
}
