import { projectFolder, type Project } from "../compose/project.ts";
import { LABEL } from "./container.ts";
import type { ListedContainer } from "./engine.ts";

/**
 * Containers that already run from this folder and these files keep their project name, so that no second, empty copy
 * of a stack is started beside it. A name that was given by COMPOSE_PROJECT_NAME, or to this
 * checkout alone, stands above that.
 */
export function runningProject(project: Project, containers: ListedContainer[]): Project {
  if (project.namedBy === "COMPOSE_PROJECT_NAME" || project.namedBy === "isolation") return project;
  const folder = projectFolder(project);
  const files = project.files.map((file) => `${project.root}/${file}`).join(",");
  const names = new Set(
    containers
      .filter((one) => one.labels[LABEL.folder] === folder && one.labels[LABEL.files] === files)
      .map((one) => one.labels[LABEL.project] ?? project.name),
  );
  const [only] = names;
  if (names.size !== 1 || only === undefined || only === project.name) return project;
  return { ...project, name: only, namedBy: "its containers", doubt: `its containers run as ${only}, not as ${project.name}` };
}

/** Another folder whose containers carry this project's name, if there is one. */
export function foreignFolder(project: Project, containers: ListedContainer[]): string | undefined {
  const own = projectFolder(project);
  return containers.find((one) => one.labels[LABEL.project] === project.name && (one.labels[LABEL.folder] ?? own) !== own)?.labels[LABEL.folder];
}
