import type { NextStep } from "../errors.ts";
import type { Cause } from "./shapes.ts";
import { fence } from "../text/fence.ts";
import { renderStep } from "../tool.ts";

interface Opening {
  summary: string;
  next?: NextStep[] | undefined;
}

/** A result as text: the summary, the parts that have something to say, the next steps. */
export function page(result: Opening, ...parts: (string | string[])[]): string {
  const blocks = parts.map((part) => (typeof part === "string" ? part : part.join("\n"))).filter((part) => part !== "");
  // A fix that stands under its cause is the next step, and is not told twice.
  const next = (result.next ?? []).map(renderStep).filter((step) => !blocks.some((block) => block.split("\n").includes(`Fix: ${step}`))).map((step) => `Next: ${step}`);
  return [result.summary, ...blocks, ...(next.length > 0 ? [next.join("\n")] : [])].join("\n\n");
}

/** A cause: what it is, unless that was just said, whom it hits, the proof in fences, the fix. */
export function renderCause(cause: Cause, said = ""): string {
  const { code, service, confidence, affects, evidence, fix } = cause;
  const head = `${said.includes(cause.cause) ? "" : `${cause.cause} `}(${code}${service ? `, ${service}` : ""}, ${confidence})${affects && affects.length > 0 ? ` Affects: ${affects.join(", ")}.` : ""}`;
  const proof = evidence.map((one) => `${one.source}${one.line ? `:${one.line}` : ""}:\n${fence(one.excerpt)}`);
  return [head, ...proof, `Fix: ${renderStep({ do: fix.summary, ...fixCall(fix) })}`].join("\n");
}

/** The first next step after a cause is its fix. */
export function nextOf(cause: Cause): NextStep {
  return { do: cause.fix.summary, ...fixCall(cause.fix) };
}

function fixCall(fix: Cause["fix"]): Partial<NextStep> {
  const { tool, command } = fix;
  return { ...(tool ? { tool, arguments: fix.arguments ?? {} } : {}), ...(command ? { command } : {}) };
}

/** `1 service`, `3 services`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
