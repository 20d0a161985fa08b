import { posix } from "node:path";
import { composeCommand } from "../compose/command.ts";
import { readConfigAnswer } from "../compose/config-answer.ts";
import type { Model } from "../compose/model.ts";
import { projectFolder, type Project } from "../compose/project.ts";
import { clean } from "../text/clean.ts";
import type { Workspace } from "../workspace.ts";

interface Asked {
  /** The file that holds another text, and that text. */
  file: string;
  text: string;
  /** Names that the files and the new text refer to. */
  variables: string[];
  /** Values for variables without one. */
  fill: Record<string, string>;
}

/**
 * What compose makes of a project when one of its files holds another text. The text goes in by standard input: nothing
 * is written, and relative paths mean what they will mean. `message`: all that compose says against it.
 */
export async function composed(workspace: Workspace, project: Project, { file, text, variables, fill }: Asked): Promise<{ model?: Model; message?: string }> {
  const files = project.files.map((one) => (one === file ? "-" : one));
  const command = composeCommand({ ...project, files }, ["--project-directory", posix.relative(project.root, projectFolder(project)) || ".", "config", "--format", "json"], variables, fill);
  const finished = await workspace.runner.run({ ...command, input: text, timeoutMs: 20_000, keep: { bytes: 16 * 1024 * 1024, from: "start" }, signal: workspace.signal });
  const { model, invalid, unasked } = readConfigAnswer(finished, project.files);
  if (model) return { model };
  return { message: unasked ?? (said(finished.stderr) || (invalid?.message ?? "")) };
}

const MOST = { lines: 12, chars: 1_500 };

/** Warnings are left out; `-` and `/dev/stdin` are the new text. */
function said(stderr: string): string {
  const lines = clean(stderr).split("\n").map((line) => line.trim()).filter((line) => line !== "" && !/level=warning|^time="[^"]*" level=(?:warn|info|debug)/.test(line));
  return lines.slice(0, MOST.lines).join("; ").replaceAll(":; ", ": ").slice(0, MOST.chars).replace(/\bvalidating (?:-|\/dev\/stdin|[^\s:]*): /g, "");
}
