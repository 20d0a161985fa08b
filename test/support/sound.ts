import { expect } from "vitest";
import { z } from "zod";
import type { Outcome, Tool } from "../../src/tool.ts";
import { breakages } from "./breakages.ts";
import { CANARIES } from "./shop-files.ts";

/** The result of a call that was answered with one. */
export function good(outcome: Outcome): Extract<Outcome, { kind: "result" }> {
  if (outcome.kind === "error") throw new Error(`Expected a result, got: ${outcome.text}`);
  return outcome;
}

/** The error of a call that was refused. */
export function refused(outcome: Outcome): Extract<Outcome, { kind: "error" }> {
  if (outcome.kind === "result") throw new Error(`Expected a refusal, got: ${outcome.text}`);
  return outcome;
}

/** What every answer of a tool must be: a result of its schema, each fact of it in the text too, nothing beside the schema. */
export function expectSound(tool: Tool, outcome: Outcome): void {
  if (outcome.kind === "error") {
    expect(missingFrom(outcome.text, outcome.error, []), "The text of the error lacks facts of it.").toEqual([]);
    return;
  }
  expect(tool.output.safeParse(outcome.result).error).toBeUndefined();
  expect(outcome.result).not.toHaveProperty("next", []);
  const { required = [] } = z.toJSONSchema(tool.output, { unrepresentable: "any", io: "input" });
  const passed = breakages(outcome.result, required, ["arguments"]).filter((one) => tool.output.safeParse(one.value).success);
  expect(passed.map((one) => one.what), "The output schema lets these breakages pass.").toEqual([]);
  expect(missingFrom(outcome.text, outcome.result, []), "The text lacks facts of the result.").toEqual([]);
  const size = Math.max(outcome.text.length, JSON.stringify(outcome.result).length);
  expect(size, "No answer exceeds 10,000 characters in either form.").toBeLessThanOrEqual(10_000);
}

/** Facts of a result that its text does not hold, as `path: fact`. Arguments of calls stand in it as JSON. */
function missingFrom(text: string, value: unknown, path: string[]): string[] {
  const at = path.join(".");
  const key = path.at(-1) ?? "";
  if (key === "arguments") return text.includes(JSON.stringify(value)) ? [] : [`${at}: ${JSON.stringify(value)}`];
  if (Array.isArray(value)) return value.flatMap((one: unknown, index) => missingFrom(text, one, [...path, String(index)]));
  if (typeof value === "object" && value !== null) return Object.entries(value).flatMap(([name, one]) => missingFrom(text, one, [...path, name]));
  const fact = value === true ? key : typeof value === "string" || typeof value === "number" ? `${value}` : "";
  return fact === "" || stands(text, fact) ? [] : [`${at}: ${fact}`];
}

/** Whether a fact stands in a text on its own: 80 is not in 8011. */
function stands(text: string, fact: string): boolean {
  const word = /[\p{L}\p{N}]/u;
  for (let at = text.indexOf(fact); at !== -1; at = text.indexOf(fact, at + 1)) {
    const [before = " ", after = " "] = [text[at - 1], text[at + fact.length]];
    if (!(word.test(before) && word.test(fact[0] ?? "")) && !(word.test(after) && word.test(fact.at(-1) ?? ""))) return true;
  }
  return false;
}

/** That no value of `.env` is in an answer, in progress or in a file of ours, as it is, in base64 or percent-encoded. */
export function expectNoCanary({ outcome, progress, files }: { outcome: Outcome; progress: unknown[]; files: Record<string, string> }): void {
  const shown = JSON.stringify([outcome.kind === "result" ? outcome.result : outcome.error, outcome.text, progress, Object.entries(files).filter(([path]) => path.includes("/.devops-infra/"))]);
  expect(leaked(shown)).toEqual([]);
}

/** A text that holds every canary in every form. */
export function allCanaries(): string {
  return Object.values(CANARIES).flatMap(forms).join(" ");
}

function leaked(shown: string): string[] {
  return Object.entries(CANARIES).flatMap(([name, value]) => forms(value).filter((form) => shown.includes(form)).map((form) => `${name} as ${form}`));
}

function forms(value: string): string[] {
  return [value, Buffer.from(value).toString("base64"), encodeURIComponent(value)];
}
