import { expect, test } from "vitest";
import { instructions } from "../../src/mcp/instructions.ts";

const ALL = ["start_env", "stop_env", "health_check", "lookup_component", "troubleshoot", "add_service", "add_env_var", "update_index", "service_logs", "service_exec", "check_index"];

test("all default tools fit into 2,000 characters, and the loop is whole", () => {
  const text = instructions(ALL);
  expect(text.length).toBeLessThanOrEqual(2000);
  expect(text).toContain("The loop: start_env → health_check → troubleshoot what is not healthy → update_index");
});

test("a tool that is not there is not named", () => {
  const text = instructions(["health_check", "service_logs"]);
  expect(ALL.filter((name) => text.includes(name))).toEqual(["health_check", "service_logs"]);
  expect(text).not.toContain("The loop");
});
