import { expect, test } from "vitest";
import { composeRefusal } from "../../src/edits/compose-refusal.ts";
import type { ProjectFacts } from "../../src/edits/project-facts.ts";
import type { Completed, Definition } from "../../src/edits/service-definition.ts";

const FACTS = { model: { name: "shop", services: { db: {} } }, services: new Map([["db", {}], ["off", { profiles: ["extra"] }]]) } as unknown as ProjectFacts;
const refusal = (message: string, asked: Definition = {}, missing: Partial<Completed["missing"]> = {}) => composeRefusal(message, "web", asked, { missing: { required: [], plain: [], ...missing } } as unknown as Completed, FACTS);

test.each<[string, Definition, string]>([
  ["services.web.environment.A must be a string, number, boolean or null", { image: "x", environment: {} }, "Mend `environment` in the arguments, then call it again."],
  ["error decoding 'services[web].command': invalid command line string", { command: "a\\" }, "Mend `command` in the arguments, then call it again."],
  ["Invalid ip address: *", { ports: [] }, "Mend what the message names in the arguments, then call it again."],
  ["services.web.healthcheck Additional property tests is not allowed", { healthcheck: { tests: "x" } }, "`tests` is no key of healthcheck; write `test`."],
  ["services.web.build additional properties 'contxt' not allowed", { build: { contxt: "." } }, "`contxt` is no key of build; write `context`."],
  ["services.web.healthcheck Additional property zzz is not allowed", { healthcheck: { zzz: "x" } }, "Mend `healthcheck` in the arguments, then call it again."],
  ['service "web" depends on undefined service "off": invalid compose project', { depends_on: ["off"] }, 'off is behind the profile extra: give web the same profiles, or write depends_on as {"off": {"condition": "service_started", "required": false}}.'],
  ["invalid interpolation format for services.web.environment.L.; You may need to escape any $ with another $.; a${b", { environment: { L: "a${b" } }, "Write `$$` for a dollar sign in environment, or close the brace of the variable."],
])("%s", (message, asked, fix) => {
  expect(refusal(message, asked)).toMatchObject({ code: "compose-invalid", message: `Compose does not accept the service: ${message}`, fix });
});

test("the call as it may be meant", () => {
  expect(refusal("services.web.healthcheck Additional property tests is not allowed", { healthcheck: { tests: "x", retries: 3 } }).corrected).toEqual({ healthcheck: { test: "x", retries: 3 } });
});

test("a variable without a value is named", () => {
  expect(refusal("services.web.healthcheck.interval Does not match format 'duration'", { healthcheck: {} }, { plain: ["HC"] }).fix).toBe("Mend `healthcheck` in the arguments, then call it again. HC has no value yet, which is read as nothing: set it in .env first, or give it a default.");
});
