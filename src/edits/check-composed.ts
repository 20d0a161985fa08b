import { posix } from "node:path";
import { composeCommand } from "../compose/command.ts";
import { readConfigAnswer } from "../compose/config-answer.ts";
import type { Model } from "../compose/model.ts";
import { projectFolder, type Project } from "../compose/project.ts";
import { standIns, type ModelRead } from "../compose/read-model.ts";
import type { Workspace } from "../workspace.ts";

/**
 * What compose makes of a project when one of its files holds another text. The text goes in by standard input: nothing
 * is written, and relative paths mean what they will mean. `variables`: names that the new text references.
 */
export async function composed(workspace: Workspace, project: Project, file: string, text: string, read: ModelRead, variables: string[]): Promise<{ model?: Model; message?: string }> {
  const names = [...new Set([...read.variables, ...variables])];
  const absent = variables.filter((name) => (project.environment[name] ?? project.envValues[name]) === undefined);
  const command = composeCommand({ ...project, files: project.files.map((one) => (one === file ? "-" : one)) }, ["--project-directory", posix.relative(project.root, projectFolder(project)) || ".", "config", "--format", "json"], names, standIns([...read.missing, ...absent]));
  const finished = await workspace.runner.run({ ...command, input: text, timeoutMs: 20_000, keep: { bytes: 16 * 1024 * 1024, from: "start" }, signal: workspace.signal });
  const { model, invalid, unasked } = readConfigAnswer(finished, project.files);
  return { ...(model ? { model } : {}), ...(invalid || unasked ? { message: invalid?.message ?? unasked ?? "" } : {}) };
}
