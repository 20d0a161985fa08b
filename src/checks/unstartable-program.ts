import { posix } from "node:path";
import type { Explanation, Failing, NamedFile } from "./explanation.ts";
import type { Problem } from "./problem.ts";

/** Can the program of the service not be started: line ends of Windows, no right, no interpreter, another processor? */
export const unstartableProgram: Explanation = {
  codes: ["script-line-ends", "not-executable", "interpreter-missing", "image-platform", "script-without-interpreter"],
  judge: (failing) => {
    const words = wordsOf(failing);
    if (!words) return undefined;
    const { facts } = failing;
    const files = facts.named ?? [];
    const refused = files.find((one) => one.there && (words.excerpt.includes(one.path) || words.excerpt.includes(`"${posix.basename(one.path)}": executable file not found`)));
    return otherPlatform(failing, words) ?? (refused ? ofScript(failing, refused, words) : undefined);
  },
};

interface Words {
  source: string;
  excerpt: string;
}

/** What the engine, or the small init in front of the program, said when it could not start it. */
function wordsOf({ container, service, said, logs }: Failing): Words | undefined {
  if (container?.error) return { source: `container ${container.name}`, excerpt: container.error.slice(0, 400) };
  const line = said.find((one) => ["program-missing", "not-executable", "script-line-ends", "image-platform", "permission-denied", "file-missing"].includes(one.code))?.evidence ?? logs.map((one) => ({ source: `logs of ${service}`, excerpt: one.text })).findLast((one) => /^(?:exec |\[FATAL tini|.{0,60}: (?:not found|Permission denied)$)/.test(one.excerpt));
  return line && { source: line.source, excerpt: line.excerpt.slice(0, 400) };
}

function otherPlatform({ service, facts, architecture, container }: Failing, words: Words): Problem | undefined {
  const made = facts.image?.architecture ?? "";
  if (!/exec format error/i.test(words.excerpt) || made === "" || architecture === "" || made === architecture) return undefined;
  return {
    code: "image-platform",
    service,
    cause: `The image of ${service} was made for ${made}, and this machine is ${architecture}: its program cannot run here.`,
    confidence: "proven",
    evidence: [words, { source: `image ${container?.image ?? ""}`, excerpt: `architecture ${made}; the engine's: ${architecture}` }],
    fix: { summary: `Take or build the image for ${architecture} (\`platform: linux/${architecture}\` in the compose file, or a tag that has it), then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
  };
}

function ofScript({ service }: Failing, { path, mode, firstLine, interpreter, regular }: NamedFile, words: Words): Problem | undefined {
  const again = { tool: "start_env", arguments: { services: [service] } };
  const begins = { source: `${path} in ${service}`, excerpt: `first line ${JSON.stringify(firstLine.slice(0, 80))}, mode ${mode.toString(8).padStart(4, "0")}` };
  if (!regular) return undefined;
  if (firstLine.startsWith("#!") && firstLine.endsWith("\r")) {
    return {
      code: "script-line-ends",
      service,
      cause: `${path} has the line ends of Windows: ${service} looks for an interpreter whose name ends with a carriage return.`,
      confidence: "proven",
      evidence: [words, begins],
      fix: { summary: `Save the script with Unix line ends (\`sed -i 's/\\r$//'\`; \`*.sh text eol=lf\` in .gitattributes keeps them), and build again where it is copied into the image.`, ...again },
    };
  }
  if (/permission denied|executable file not found/i.test(words.excerpt) && (words.source.startsWith("container ") || /\bexec\b|spawn|env: /i.test(words.excerpt)) && mode % 2 === 0 && Math.floor(mode / 8) % 2 === 0 && Math.floor(mode / 64) % 2 === 0) {
    return {
      code: "not-executable",
      service,
      cause: `${path}, which ${service} starts with, is not executable.`,
      confidence: "proven",
      evidence: [words, begins],
      fix: { summary: `Make it executable (\`chmod +x\`, and \`git update-index --chmod=+x\`; \`RUN chmod +x ${path}\` where the image copies it), then start ${service} again.`, ...again },
    };
  }
  if (interpreter && !interpreter.there && /no such file|not found/i.test(words.excerpt)) {
    return {
      code: "interpreter-missing",
      service,
      cause: `${path} begins with ${interpreter.path}, which the image of ${service} does not have.`,
      confidence: "proven",
      evidence: [words, begins],
      fix: { summary: `Let the script begin with an interpreter that is there (\`#!/bin/sh\`), or install ${interpreter.path} in the image; then start ${service} again.`, ...again },
    };
  }
  if (/exec format error/i.test(words.excerpt) && firstLine !== "" && !firstLine.startsWith("#!")) {
    return {
      code: "script-without-interpreter",
      service,
      cause: `${path} is a script without a first line that names its interpreter, so it cannot be started by itself.`,
      confidence: "proven",
      evidence: [words, begins],
      fix: { summary: `Begin it with \`#!/bin/sh\`, with nothing before it, then start ${service} again.`, ...again },
    };
  }
  return undefined;
}
