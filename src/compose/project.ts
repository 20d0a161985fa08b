/** One Compose project of a workspace: which files, under which name. */
export interface Project {
  name: string;
  /** The workspace's folder, absolute; commands run here. */
  root: string;
  /** Relative to the root, in the order of `-f`. */
  files: string[];
  profiles: string[];
  /** Relative to the root; compose reads it for interpolation. It may not exist. */
  envFile: string;
  /** The values of that file, empty when it does not exist. */
  envValues: Record<string, string>;
  /** Variables of the program's own environment; they win over the file. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Where the name comes from, in words. */
  namedBy: string;
  /** Set where a reader could wonder which project this is. */
  doubt?: string;
}

/** The folder that compose takes as the project's: the one of its first file. Relative paths and labels follow it. */
export function projectFolder(project: Pick<Project, "root" | "files">): string {
  const first = project.files[0] ?? "";
  const slash = first.lastIndexOf("/");
  return slash === -1 ? project.root : `${project.root}/${first.slice(0, slash)}`;
}

/** Values of the project's variables that name it and its files: they may be shown. */
export function namingValues({ envValues, name, files, profiles }: Project): string[] {
  return [name, ...files, ...profiles, ...Object.entries(envValues).flatMap(([key, value]) => (/^COMPOSE_(?:PROJECT_NAME|FILE|PROFILES)$/.test(key) ? [value] : []))];
}

/** The value that a variable has for this project, as compose interpolates it. */
export function variable(project: Pick<Project, "environment" | "envValues">, name: string): string | undefined {
  return project.environment[name] ?? project.envValues[name];
}
