import { readFileSync, writeFileSync } from "node:fs";
import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the data directory was made by another version of PostgreSQL",
  expect: { code: "data-directory-version", service: "postgres" },
  async inject(stack) {
    const file = `${stack.volume("postgres_data")}/PG_VERSION`;
    const version = readFileSync(file, "utf8");
    writeFileSync(file, "12\n");
    stack.after(() => writeFileSync(file, version));
    docker("restart", "-t", "5", stack.id("postgres"));
    await stack.failing("postgres");
  },
};
