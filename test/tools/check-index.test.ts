import { expect, test } from "vitest";
import { checkIndex } from "../../src/tools/check-index.ts";
import { lookupComponent } from "../../src/tools/lookup-component.ts";
import { startEnv } from "../../src/tools/start-env.ts";
import { COMPONENT_MAP, MAPPED, SKILL } from "../support/shop-maps.ts";
import { shop } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

const MAP = `${SKILL}/component-map.md`;

test("maps that are true are sound", async () => {
  const { call } = shop({ files: MAPPED });
  const { text, result, failed } = good(await call(checkIndex));
  expect(failed).toBe(false);
  expect(text).toMatchInlineSnapshot(`
    "**sound**: 7 pointers checked in .claude/skills/shop/references/component-map.md and .claude/skills/shop/references/troubleshooting-index.md. Without an entry: service redis, service frontend, service tools.

    - no entry points to the service redis (compose.yaml)
    - no entry points to the service frontend (compose.yaml)
    - no entry points to the service tools (compose.yaml)

    pointers: total 7, ok 7, missing 0, moved 0, changed 0, external 0, unchecked 0; 0 problems, 0 ms"
  `);
  expect(result).toMatchObject({ status: "sound", problems: [], pointers: { missing: 0, changed: 0 } });
});

test.each<[string, Record<string, string | undefined>, string, string]>([
  ["a file that is gone", { "server/main.py": undefined }, "pointer-missing", "Server"],
  ["a file that moved", { "docs/server.md": undefined, "manual/server.md": MAPPED["docs/server.md"] }, "pointer-moved", "Server"],
  ["a service that is gone", { "compose.yaml": "services:\n  postgres:\n    image: postgres:16\n" }, "pointer-changed", "Server"],
  ["a way out of the workspace", { [MAP]: COMPONENT_MAP.replace("`server/main.py`", "`../../etc/passwd`") }, "pointer-outside", "Server"],
  ["a value that is no longer so", { [MAP]: COMPONENT_MAP.replace("8011", "9999") }, "drift", "Server"],
  ["an entry twice", { [MAP]: `${COMPONENT_MAP}\n### Database\n\n**Aliases**: again\n` }, "entry-twice", "Database"],
  ["an entry without fields", { [MAP]: `${COMPONENT_MAP}\n### Wire\n\n**Ports**\n` }, "entry-empty", "Wire"],
])("%s is told with its line and what to do", async (_name, files, code, entry) => {
  const { call } = shop({ files: { ...MAPPED, ...files } });
  const { result, failed } = good(await call(checkIndex));
  expect(failed).toBe(true);
  expect(result).toMatchObject({ status: "problems", problems: expect.arrayContaining([expect.objectContaining({ code, entry, line: expect.any(Number), fix: expect.stringMatching(/\.$/) })]), next: [{}] });
});

test.each([["empty", ""], ["binary", "\u0000\u0001"], ["another text", "just words\n"]])("a map that is %s has that as its problem", async (_name, text) => {
  const { call } = shop({ files: { ...MAPPED, [MAP]: text } });
  expect(good(await call(checkIndex)).result).toMatchObject({ status: "problems" });
});

test("front matter that cannot be read is a problem with its place; the entries are checked all the same", async () => {
  const { call } = shop({ files: { ...MAPPED, "server/main.py": undefined, [MAP]: `---\n{ [\n---\n${COMPONENT_MAP}` } });
  const { result } = good(await call(checkIndex));
  expect(result["problems"]).toMatchObject([{ code: "map-damaged", path: MAP, line: 1 }, { code: "pointer-missing", entry: "Server" }]);
  expect(good(await call(lookupComponent, { query: "database" })).result).toMatchObject({ components: [{ name: "Database" }] });
  expect(refused(await call(startEnv)).error).toMatchObject({ code: "map-damaged" });
});

const LOGS = "COMPOSE := docker compose\n\n.PHONY: logs-server\nlogs-server: ## Follow the server\n\t@$(COMPOSE) logs -f server\n";
const PREFLIGHT = "scripts/preflight.sh";
const FRONT = `---\npreflight: ${PREFLIGHT}\nspecifications: specs\n---\n\n`;
/** One port more, by a variable that `.env` may have. */
const ADMIN = (port: string, value?: string) => ({ "compose.override.yaml": `services:\n  redis:\n    ports:\n      - ${port}\n`, ".env.example": "POSTGRES_PASSWORD=\nADMIN_PORT=\n", ...(value === undefined ? {} : { ".env": `POSTGRES_PASSWORD=x\nADMIN_PORT=${value}\n` }) });
const INFRA = { "infra/stack.yml": "services:\n  worker:\n    image: x\n" };
const CHECKS = (ports: string) => `check_ports_available() {\n  local limit=65535\n  for port in ${ports}; do\n    [ "$port" -le 65535 ] || exit 12\n  done\n}\n`;

test.each<[string, Record<string, string | undefined>, Record<string, unknown>]>([
  ["a value copied into prose", { [MAP]: COMPONENT_MAP.replace("**Aliases**: api", "**Key Details**: it listens on port 8011\n\n**Aliases**: api") }, { code: "copied-value", entry: "Server", line: 23, fix: "Write the pointer in its place: `compose.yaml` → `services` → `server` → `ports`" }],
  ["an image copied into prose", { [MAP]: COMPONENT_MAP.replace("**Aliases**: db", "**What's There**:\n\n- runs postgres:16\n\n**Aliases**: db") }, { code: "copied-value", entry: "Database", line: 31 }],
  ["a secret", { [MAP]: COMPONENT_MAP.replace("**Aliases**: db", "**Key Details**: the password is Tr0ub4dor&3\n\n**Aliases**: db") }, { code: "secret", entry: "Database", line: 29 }],
  ["an entry that says what another says", { [MAP]: `${COMPONENT_MAP}\n### The Database\n\n**Docker**: \`compose.yaml\` → \`services\` → \`postgres\`\n` }, { code: "duplicate", entry: "The Database", message: "The Database says what Database says (line 25)." }],
  ["a pointer of SKILL.md", { ".claude/skills/shop/SKILL.md": "# Shop\n\nSee `references/component-map.md`, `server/main.py` and\n`docs/gone.md`, never `<name>.md`.\n" }, { code: "pointer-missing", path: ".claude/skills/shop/SKILL.md", line: 4 }],
  ["a make target of SKILL.md", { Makefile: LOGS, ".claude/skills/shop/SKILL.md": "Run `make logs-server`, then `make deploy`.\n" }, { code: "pointer-changed", path: ".claude/skills/shop/SKILL.md", line: 1 }],
  ["a published port that preflight does not look at", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 ${SERVER_PORT:-8011}") }, { code: "preflight-port-missing", path: PREFLIGHT, line: 1, message: "check_ports_available() does not look at 5173, which frontend publishes (compose.yaml:29)." }],
  ["a port of preflight that nobody publishes", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173 9200") }, { code: "preflight-port-stale", path: PREFLIGHT, line: 3, message: "check_ports_available() looks at 9200, which no service publishes." }],
  ["a port of preflight outside of the range that is published", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173 9200"), ...ADMIN("9201-9203:9201-9203") }, { code: "preflight-port-stale", line: 3 }],
  ["a port of preflight beside one that the engine picks", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173 9200"), ...ADMIN("127.0.0.1::80") }, { code: "preflight-port-stale", line: 3 }],
  ["a port by its value that preflight does not look at", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173"), ...ADMIN("${ADMIN_PORT}:80/TCP", "9200") }, { code: "preflight-port-missing", message: "check_ports_available() does not look at 9200, which redis publishes (compose.override.yaml:4)." }],
  ["a make target for a service that is gone", { Makefile: `${LOGS}\nlogs-worker:\n\t@$(COMPOSE) logs -f worker\n` }, { code: "target-service-unknown", path: "Makefile", line: 7, message: "make logs-worker names the service worker, which no compose file has." }],
  ["a variable behind a dollar sign", { "compose.override.yaml": "services:\n  redis:\n    command: redis-server --save $$$DAYS ${HOURS:-$$} # $LATER\n" }, { code: "env-template-missing", message: "DAYS stands in compose.override.yaml:3 without a default, and not in .env.example." }],
  ["a variable in another's default", { "compose.override.yaml": "services:\n  redis:\n    command: redis-server --port ${REDIS_PORT:-${PORT:?}}\n" }, { code: "env-template-missing", message: "PORT stands in compose.override.yaml:3 without a default, and not in .env.example." }],
  ["a make target for a service that the named file has not", { Makefile: "FILE := compose.yaml\nCOMPOSE := docker compose -f $(FILE)\nlogs-worker:\n\t$(COMPOSE) logs worker\n" }, { code: "target-service-unknown", line: 3 }],
  ["a make target for a service that neither a file nor what it includes has", { ...INFRA, "compose.override.yaml": "include: [infra/stack.yml]\n", Makefile: "logs:\n\tdocker compose logs worker poller\n" }, { code: "target-service-unknown", message: "make logs names the service poller, which no compose file has." }],
  ["a make target in a folder whose file was read", { ...INFRA, "compose.override.yaml": "include: [infra/stack.yml]\n", Makefile: "logs:\n\tcd infra/ && docker compose -f stack.yml logs worker poller\n" }, { code: "target-service-unknown", message: "make logs names the service poller, which no compose file has." }],
  ["a variable that the template lacks", { ".env.example": "# nothing\n" }, { code: "env-template-missing", path: ".env.example", message: "POSTGRES_PASSWORD stands in compose.yaml:6 without a default, and not in .env.example." }],
])("%s is the one problem", async (_name, files, problem) => {
  const { call } = shop({ files: { ...MAPPED, ...files } });
  const { result } = good(await call(checkIndex));
  expect(result["problems"]).toMatchObject([{ fix: expect.any(String), ...problem }]);
});

test.each<[string, Record<string, string>]>([
  ["ports in preflight as they are published", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 ${SERVER_PORT:-8011} 5173") }],
  ["ports in preflight out of a range that is published", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173 9200 9203"), ...ADMIN("9200-9203:9200-9203") }],
  ["a port in preflight that only .env names", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173 9200"), ...ADMIN("${ADMIN_PORT}:80", "9200") }],
  ["a variable in preflight that .env gives another value", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173 ${ADMIN_PORT:-9100}"), ...ADMIN("${ADMIN_PORT}:80", "9200") }],
  ["a port in preflight that only this machine's .env moves", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173 9100"), ...ADMIN("${ADMIN_PORT:-9100}:80", "9200") }],
  ["a port in preflight while one that is published is not decided", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173 9200"), ...ADMIN("${ADMIN_PORT}:80") }],
  ["a port in preflight while one that is published in long form is not decided", { [MAP]: FRONT + COMPONENT_MAP, [PREFLIGHT]: CHECKS("5432 6379 8011 5173 9200"), ...ADMIN('{target: 80, published: "${ADMIN_PORT}"}') }],
  ["recipes with flags, variables and several services", { Makefile: `${LOGS}\nlogs:\n\t$(COMPOSE) logs --tail 50 -f $(SERVICE)\n\nboth:\n\t$(COMPOSE) up -d server frontend && echo done\n\nsh:\n\t$(COMPOSE) exec server sh -c "make worker"\n\nas:\n\t$(COMPOSE) exec -u root server id\n` }],
  ["a service of another compose file", { "compose.prod.yaml": "services:\n  worker:\n    image: x\n", Makefile: "logs-worker:\n\tdocker compose -f compose.prod.yaml logs worker\n" }],
  ["variables with a default, and dollars that are none", { "compose.override.yaml": "services:\n  redis:\n    command: redis-server --port ${REDIS_PORT:-6379} $$HOME $$$$DATE ${LOG-warn} ${PORT:+--tls} $HOSTNAME\n" }],
  ["a service of the project's own file in a folder", { ...INFRA, [MAP]: `---\ncompose_files: [infra/stack.yml]\n---\n\n${COMPONENT_MAP}`, Makefile: "logs:\n\tdocker compose -f infra/stack.yml logs worker\n" }],
  ...[
    "logs:\n\tdocker compose -f infra/stack.yml logs worker\n",
    "logs:\n\tdocker compose --file=infra/stack.yml logs worker\n",
    "logs:\n\tdocker compose -f compose.yaml -f infra/stack.yml logs worker\n",
    "logs:\n\tdocker compose --project-directory infra logs worker\n",
    "logs:\n\tCOMPOSE_FILE=infra/stack.yml docker compose logs worker\n",
    "export COMPOSE_FILE = infra/stack.yml\nlogs:\n\tdocker compose logs worker\n",
    "logs:\n\t@cd infra && docker compose logs worker\n",
    "logs:\n\tcd infra; docker compose logs worker\n",
    "logs:\n\tcd infra && \\\n\t  docker compose logs worker\n",
    "COMPOSE := docker compose\nCOMPOSE += -f infra/stack.yml\nlogs:\n\t$(COMPOSE) logs worker\n",
    "COMPOSE := docker compose \\\n  -f infra/stack.yml\nlogs:\n\t$(COMPOSE) logs worker\n",
    "FILES = -f infra/stack.yml\nlogs:\n\tdocker compose $(FILES) logs worker\n",
    "logs:\n\tdocker compose -p x $(FILES) logs worker\n",
    "logs:\n\tdocker compose -f $(FILE) logs worker\n",
    "logs:\n\t$(COMPOSE) logs worker\n",
    "COMPOSE := docker compose\nlogs: COMPOSE = docker compose -f infra/stack.yml\nlogs:\n\t$(COMPOSE) logs worker\n",
  ].map((makefile): [string, Record<string, string>] => [`a service of a file that was not read: ${JSON.stringify(makefile)}`, { ...INFRA, Makefile: makefile }]),
  ["a value in a field that is compared with its source", { [MAP]: COMPONENT_MAP.replace("**Aliases**: db", "**Ports**: 5432\n\n**Aliases**: db") }],
])("no problem: %s", async (_name, files) => {
  const { call } = shop({ files: { ...MAPPED, ...files } });
  expect(good(await call(checkIndex)).result["problems"]).toEqual([]);
});

test("make targets and specifications without an entry are listed with the services", async () => {
  const { call } = shop({ files: { ...MAPPED, [MAP]: FRONT + COMPONENT_MAP, "specs/orders.md": "# Orders\n", "specs/README.md": "# All\n", Makefile: `${LOGS}\nseed:\n\ttrue\n` } });
  expect(good(await call(checkIndex)).result["uncovered"]).toEqual(expect.arrayContaining([{ kind: "target", name: "seed", source: "Makefile" }, { kind: "specification", name: "orders.md", source: "specs/orders.md" }]));
  expect(JSON.stringify(good(await call(checkIndex)).result["uncovered"])).not.toMatch(/README|logs-server/);
});

test("a map of another project is named as that", async () => {
  const { call } = shop({ files: { ...MAPPED, [MAP]: `---\ncompose_files: [other.yaml]\n---\n\n${COMPONENT_MAP}` } });
  expect(good(await call(checkIndex)).result).toMatchObject({ status: "problems", problems: expect.arrayContaining([expect.objectContaining({ code: "another-project" })]) });
});

test("services that no entry points to are listed", async () => {
  const { call } = shop({ files: MAPPED });
  expect(good(await call(checkIndex)).result["uncovered"]).toEqual([{ kind: "service", name: "redis", source: "compose.yaml" }, { kind: "service", name: "frontend", source: "compose.yaml" }, { kind: "service", name: "tools", source: "compose.yaml" }]);
});

test("many problems are counted and cut", async () => {
  const { call } = shop({ files: { ...MAPPED, [MAP]: `## C\n\n${Array.from({ length: 500 }, (_, index) => `### E${index}\n\n**Definitive Source**: \`nowhere/${index}.md\`\n`).join("\n")}` } });
  expect(good(await call(checkIndex)).result).toMatchObject({ status: "problems", total: 500, truncated: true });
});
