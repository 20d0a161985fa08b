import { expect, test } from "vitest";
import { liveValues } from "../../src/pointers/live-values.ts";
import { Sources } from "../../src/pointers/sources.ts";
import { memoryFiles } from "../support/memory-files.ts";

const COMPOSE = 'services:\n  server:\n    build: {context: apps/server}\n    ports: ["8000:8000"]\n    environment:\n      API_URL: http://x\n      API_KEY: secret\n';

async function live(path: string, ...anchor: string[]) {
  const sources = new Sources(memoryFiles({ "/ws/compose.yaml": COMPOSE, "/ws/apps/server/main.py": "", "/ws/config.yaml": "env:\n  DB: {API_KEY: secret, DB_URL: 'postgres://a:b@c/d'}\n" }), "/ws");
  return await liveValues(sources, { role: "", path, anchor, status: "ok" }, { interpolate: (text) => text, detail: "concise" });
}

test("two pointers to one place say the same", async () => {
  const whole = await live("compose.yaml", "services", "server");
  expect(whole.map(({ label }) => label)).toEqual(["ports", "build", "environment"]);
  for (const label of ["ports", "build", "environment"]) expect(await live("compose.yaml", "server", label)).toEqual(whole.filter((one) => one.label === label));
  expect(await live("apps/server")).toEqual(await live("./apps/server/"));
});

test("a key that is found below others shows no more than with them", async () => {
  const shown = JSON.stringify([await live("config.yaml", "API_KEY"), await live("config.yaml", "DB_URL"), await live("compose.yaml", "server", "environment", "API_KEY", "secret")]);
  expect(shown).not.toMatch(/secret"|a:b@/);
});
