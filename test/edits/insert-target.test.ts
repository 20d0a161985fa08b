import { diffLines } from "diff";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { insertTargets } from "../../src/edits/insert-target.ts";

/** The lines that are new, each with the number that it has now; fails where a line was changed. */
function added(before: string, name = "image-proxy"): string[] {
  const result = insertTargets(before, name);
  if ("refused" in result) return [`refused: ${result.refused.code}`];
  const parts = diffLines(before, result.text);
  expect(parts.filter((part) => part.removed)).toEqual([]);
  expect(parts.filter((part) => !part.added).map((part) => part.value).join("")).toBe(before);
  let number = 1;
  return parts.flatMap((part) => {
    const lines = part.value.split("\n").slice(0, -1);
    const first = number;
    number += lines.length;
    return part.added ? lines.map((line, index) => `${first + index} ${line}`).filter((line) => !/^\d+ \r?$/.test(line)) : [];
  });
}

test("the reference workspace", () => {
  const makefile = readFileSync(new URL("../../examples/bestays/Makefile", import.meta.url), "utf8");
  expect(insertTargets(makefile, "image-proxy")).toMatchObject({ targets: ["logs-imageproxy", "shell-imageproxy"] });
  expect(added(makefile).map((line) => line.replace(/^\d+ /, ""))).toEqual([
    ".PHONY: logs-imageproxy",
    "logs-imageproxy: ## Follow the log of image-proxy",
    "\t@$(COMPOSE) logs $(LOGS) image-proxy",
    ".PHONY: shell-imageproxy",
    "shell-imageproxy: ## Open a shell in image-proxy",
    "\t@$(COMPOSE) exec image-proxy /bin/sh",
  ]);
});

describe("each manner is followed", () => {
  test.each<[string, string, string[]]>([
    ["a variable, at the end", "COMPOSE := docker compose\n\nup:\n\t$(COMPOSE) up -d\n", ["6 logs-imageproxy:", "7 \t$(COMPOSE) logs -f image-proxy", "9 shell-imageproxy:", "10 \t$(COMPOSE) exec image-proxy /bin/sh"]],
    ["the variable DC", "DC = docker-compose -f dev.yml\nup:\n\t@$(DC) up -d\n", ["5 logs-imageproxy:", "6 \t$(DC) logs -f image-proxy", "8 shell-imageproxy:", "9 \t$(DC) exec image-proxy /bin/sh"]],
    ["a variable in braces", "C ?= docker compose\nup:\n\t${C} up\nlogs-web:\n\t${C} logs -f web\n", ["6 logs-imageproxy:", "7 \t${C} logs -f image-proxy", "9 shell-imageproxy:", "10 \t${C} exec image-proxy /bin/sh"]],
    ["the command with its flags", "up:\n\tdocker compose -f dev.yml -p shop up -d\n\nlogs-web:\n\tdocker compose -f dev.yml -p shop logs --tail 100 -f web\n", ["7 logs-imageproxy:", "8 \tdocker compose -f dev.yml -p shop logs --tail 100 -f image-proxy", "10 shell-imageproxy:", "11 \tdocker compose -f dev.yml -p shop exec image-proxy /bin/sh"]],
    ["docker-compose in a folder", "logs:\n\tcd infra && docker-compose logs -f\n", ["4 logs-imageproxy:", "5 \tcd infra && docker-compose logs -f image-proxy", "7 shell-imageproxy:", "8 \tcd infra && docker-compose exec image-proxy /bin/sh"]],
    ["no other program that has logs", "K = kubectl\nNPM = npm\nlogs:\n\t$(K) logs x\nexec:\n\t$(NPM) exec y\nup:\n\tdocker compose up\n", ["10 logs-imageproxy:", "11 \tdocker compose logs -f image-proxy", "13 shell-imageproxy:", "14 \tdocker compose exec image-proxy /bin/sh"]],
    ["behind its like, one below the other", "logs-web: ## Show web logs\n\tdocker compose logs -f web\nlogs-db: ## Show db logs\n\tdocker compose logs -f postgres\nshell-web: ## Shell in web\n\tdocker compose exec web bash\nend:\n\techo end\n", ["5 logs-imageproxy: ## Show image-proxy logs", "6 \tdocker compose logs -f image-proxy", "9 shell-imageproxy: ## Shell in image-proxy", "10 \tdocker compose exec image-proxy /bin/sh"]],
    ["help in a column", "up:              ## Start\n\tdocker compose up\nlogs-web:        ## Web's log\n\t@docker compose logs -f web\n", ["5 logs-imageproxy: ## image-proxy's log", "6 \t@docker compose logs -f image-proxy", "8 shell-imageproxy: ## Open a shell in image-proxy", "9 \t@docker compose exec image-proxy /bin/sh"]],
    ["help in a wider column", "up:                  ## Start\n\tdocker compose up\nlogs-web:            ## Web's log\n\t@docker compose logs -f web\n", ["5 logs-imageproxy:     ## image-proxy's log", "6 \t@docker compose logs -f image-proxy", "8 shell-imageproxy:    ## Open a shell in image-proxy", "9 \t@docker compose exec image-proxy /bin/sh"]],
    ["one list of .PHONY", ".PHONY: up logs \\\n\tdown\nup:\n\tdocker compose up\n", ["6 .PHONY: logs-imageproxy", "7 logs-imageproxy:", "8 \tdocker compose logs -f image-proxy", "10 .PHONY: shell-imageproxy", "11 shell-imageproxy:", "12 \tdocker compose exec image-proxy /bin/sh"]],
    [".PHONY below", "logs-web:\n\tdocker compose logs -f web\n.PHONY: logs-web\n\nlast:\n\ttrue\n.PHONY: last\n", ["5 logs-imageproxy:", "6 \tdocker compose logs -f image-proxy", "7 .PHONY: logs-imageproxy", "13 shell-imageproxy:", "14 \tdocker compose exec image-proxy /bin/sh", "15 .PHONY: shell-imageproxy"]],
    ["a comment above", "# The log of web\nlogs-web:\n\tdocker compose logs -f web\n\n## Show it\nlogs-db:\n\tdocker compose logs -f db\n", ["9 ## Follow the log of image-proxy", "10 logs-imageproxy:", "11 \tdocker compose logs -f image-proxy", "13 shell-imageproxy:", "14 \tdocker compose exec image-proxy /bin/sh"]],
    ["the comment that names the service", "# Log of web\nlogs-web:\n\tdocker compose logs -f web\n", ["5 # Log of image-proxy", "6 logs-imageproxy:", "7 \tdocker compose logs -f image-proxy", "9 shell-imageproxy:", "10 \tdocker compose exec image-proxy /bin/sh"]],
    ["a function", "COMPOSE = docker compose\nup:\n\t$(COMPOSE) up\nlogs-web: env\n\t@$(call follow,web)\nlogs-db: env\n\t@$(call follow,db)\n", ["8 logs-imageproxy: env", "9 \t@$(call follow,image-proxy)", "11 shell-imageproxy:", "12 \t@$(COMPOSE) exec image-proxy /bin/sh"]],
    ["a recipe by the target's name", "COMPOSE = docker compose\nlogs-web logs-db:\n\t$(COMPOSE) logs $(subst logs-,,$@)\nlogs-x: y\n\t$(COMPOSE) logs $(subst logs-,,$@)\n", ["6 logs-imageproxy: y", "7 \t$(COMPOSE) logs -f image-proxy", "9 shell-imageproxy:", "10 \t$(COMPOSE) exec image-proxy /bin/sh"]],
    ["a recipe with a conditional", "logs-web:\nifdef X\n\tdocker compose logs web\nelse\n\tdocker compose logs -f web\nendif\n\nlast:\n\ttrue\n", ["8 logs-imageproxy:", "9 \tdocker compose logs -f image-proxy", "14 shell-imageproxy:", "15 \tdocker compose exec image-proxy /bin/sh"]],
    ["inside a conditional", "ifdef X\nlogs-web:\n\tdocker compose logs web\nendif\n", ["6 logs-imageproxy:", "7 \tdocker compose logs image-proxy", "9 shell-imageproxy:", "10 \tdocker compose exec image-proxy /bin/sh"]],
    ["inside two conditionals", "ifdef X\nifeq ($(Y),1)\nlogs-web:\n\tdocker compose logs web\nendif\nelse\nendif\nend:\n\ttrue\n", ["9 logs-imageproxy:", "10 \tdocker compose logs image-proxy", "14 shell-imageproxy:", "15 \tdocker compose exec image-proxy /bin/sh"]],
    ["a recipe that goes on", "logs-web:\n\tdocker compose logs \\\n\t\t-f web\nlast:\n\ttrue\n", ["4 logs-imageproxy:", "5 \tdocker compose logs -f image-proxy", "9 shell-imageproxy:", "10 \tdocker compose exec image-proxy /bin/sh"]],
    ["a define is no rule", "define logs-web:\n\tdocker compose logs web\nendef\nup:\n\tdocker compose up\n", ["7 logs-imageproxy:", "8 \tdocker compose logs -f image-proxy", "10 shell-imageproxy:", "11 \tdocker compose exec image-proxy /bin/sh"]],
    ["a variable for one target is no rule", "logs-web: X = docker compose logs web\nup:\n\tdocker compose up\n", ["5 logs-imageproxy:", "6 \tdocker compose logs -f image-proxy", "8 shell-imageproxy:", "9 \tdocker compose exec image-proxy /bin/sh"]],
    ["what is there is left alone", "logs-imageproxy:\n\tdocker compose logs image-proxy\n", ["4 shell-imageproxy:", "5 \tdocker compose exec image-proxy /bin/sh"]],
    ["a pattern that covers it", "logs-%:\n\tdocker compose logs $*\nshell-%:\n\tdocker compose exec $* sh\n", []],
  ])("%s", (_name, makefile, expected) => {
    const lines = added(makefile).map((line) => line.replace(/\r$/, ""));
    expect(lines).toEqual(expected);
    expect(added(makefile.replaceAll("\n", "\r\n"))).toEqual(expected.map((line) => `${line}\r`));
    expect(added(`\uFEFF${makefile}`)).toEqual(expected);
  });
});

test.each([
  ["recipe-prefix", ".RECIPEPREFIX = >\nup:\n> docker compose up\n", "web"],
  ["no-compose-command", "up:\n\tdocker run x\n", "web"],
  ["no-compose-command", "", "web"],
  ["invalid-name", "up:\n\tdocker compose up\n", "-x"],
  ["invalid-name", "up:\n\tdocker compose up\n", "a$(shell id)"],
  ["invalid-name", "up:\n\tdocker compose up\n", "a\n\tid"],
])("refused as %s: %j", (code, makefile, name) => {
  expect(added(makefile, name)).toEqual([`refused: ${code}`]);
});

test("a file without a line end keeps its end", () => {
  const result = insertTargets("up:\n\tdocker compose up", "web");
  expect(result).toEqual({ text: "up:\n\tdocker compose up\n\nlogs-web:\n\tdocker compose logs -f web\n\nshell-web:\n\tdocker compose exec web /bin/sh", targets: ["logs-web", "shell-web"] });
});

test("adding it twice changes nothing", () => {
  const once = insertTargets("up:\n\tdocker compose up\n", "web");
  expect("text" in once && insertTargets(once.text, "web")).toEqual({ text: "text" in once && once.text, targets: [] });
});

test.each([
  ["dollars", `up:\n\t${"$(".repeat(50_000)}\n`],
  ["words", `up:\n\tdocker compose ${"-f ".repeat(30_000)}logs\nlogs-a:\n\tdocker compose logs ${"a ".repeat(30_000)}\n`],
  ["colons", `${":".repeat(100_000)}\n`],
  ["spaces", `logs-a: ${" ".repeat(100_000)}x\n\tdocker compose logs a\n`],
  ["rules", "a:\n\tdocker compose logs a\n".repeat(5_000)],
])("ends soon: %s", (_name, makefile) => {
  const begun = process.cpuUsage();
  insertTargets(makefile, "web");
  expect(spentMs(begun)).toBeLessThan(1_000);
});
