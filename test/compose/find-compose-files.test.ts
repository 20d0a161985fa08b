import { expect, test } from "vitest";
import { findComposeFiles } from "../../src/compose/find-compose-files.ts";
import { memoryFiles } from "../support/memory-files.ts";

test("finds what is called like a compose file, compose's own choice first", async () => {
  const names = ["docker-compose.yml", "compose.yaml", "compose.override.yml", "docker-compose.dev.yml", "compose.prod.eu.yaml", "my-compose.yaml", "composer.json", "compose.yaml.bak", "README.md"];
  const files = memoryFiles(Object.fromEntries(names.map((name) => [`/w/${name}`, ""])));
  expect(await findComposeFiles(files, "/w")).toEqual(["compose.yaml", "docker-compose.yml", "compose.override.yml", "compose.prod.eu.yaml", "docker-compose.dev.yml"]);
});

test("a folder that does not exist has none", async () => {
  expect(await findComposeFiles(memoryFiles(), "/w")).toEqual([]);
});
