import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { troubleshoot } from "../../src/tools/troubleshoot.ts";
import { liveDescribe } from "../support/live.ts";
import { expectSound } from "../support/sound.ts";
import type { Fault } from "./fault.ts";
import { Stack } from "./stack.ts";

const folder = join(import.meta.dirname, "all");
const wanted = process.env["FAULTS"]?.split(",");
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, "")).filter((name) => wanted === undefined || wanted.includes(name));

/** What a model may have to read of a diagnosis, in either form of it. */
const MOST_TOKENS = 900;
/** As it is looked at in a stack that is well. */
const QUIET_TURNS = 20;

liveDescribe("faults in the reference stack", () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.up();
  });

  afterAll(async () => {
    await stack?.project.close();
  });

  test("a stack that is well: nothing is wrong, every time", async () => {
    for (let turn = 0; turn < QUIET_TURNS; turn += 1) expect((await stack.project.call("troubleshoot")).facts).toMatchObject({ status: "nothing_wrong", causes: [] });
  });

  test("right after a start, and under load: nothing is wrong, every time", async () => {
    stack.compose("down");
    const starting = stack.up();
    await stack.until("all are made", () => ["postgres", "redis", "server", "frontend"].every((service) => stack.id(service) !== ""));
    const burners = Array.from({ length: 2 * cpus().length }, () => spawn(process.execPath, ["-e", "for (;;);"]));
    try {
      for (let turn = 0; turn < QUIET_TURNS; turn += 1) expect((await stack.project.call("troubleshoot")).facts).toMatchObject({ status: "nothing_wrong", causes: [] });
    } finally {
      burners.forEach((one) => one.kill("SIGKILL"));
      await starting;
      await stack.well();
    }
  });

  test.each(names)("%s", async (name) => {
    const { fault } = (await import(`./all/${name}.ts`)) as { fault: Fault };
    let facts: Record<string, unknown> = {};
    let tookMs = 0;
    try {
      await fault.inject(stack);
      const since = performance.now();
      if (fault.ask) facts = await fault.ask(stack);
      else {
        const answer = await stack.project.call("troubleshoot");
        facts = answer.facts;
        expectSound(troubleshoot, { kind: "result", text: answer.text, result: answer.facts, failed: true });
        for (const form of [answer.text, JSON.stringify(facts)]) expect(countTokens(form), form).toBeLessThanOrEqual(MOST_TOKENS);
      }
      tookMs = performance.now() - since;
    } finally {
      await stack.heal();
    }
    const [first] = facts["causes"] as { code: string; service?: string; confidence: string; cause: string }[];
    console.log([name.padEnd(34), (first?.code ?? String(facts["status"])).padEnd(26), (first?.confidence ?? "").padEnd(10), `${(tookMs / 1000).toFixed(1)} s`].join(" "));
    expect(first, JSON.stringify(facts, null, 1)).toMatchObject({ confidence: "proven", ...fault.expect });
    expect((await stack.project.call("troubleshoot")).facts).toMatchObject({ status: "nothing_wrong" });
  });
});
