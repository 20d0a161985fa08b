import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { undo } from "../../src/commands/undo.ts";
import { UserError } from "../../src/errors.ts";
import type { Finished } from "../../src/host/runner.ts";
import { addService } from "../../src/tools/add-service.ts";
import { COMPOSE_YAML, SERVICES, shopModel } from "../support/shop-files.ts";
import { MAPPED, SKILL } from "../support/shop-maps.ts";
import { ROOT, shop, type Shop, type Story } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

const MAKEFILE = "COMPOSE := docker compose\n\n.PHONY: up\nup: ## Start\n\t@$(COMPOSE) up -d\n\n.PHONY: logs-server\nlogs-server: ## Follow the server\n\t@$(COMPOSE) logs -f server\n";
const FILES = { ...MAPPED, Makefile: MAKEFILE };

/** Compose reads the new text from standard input; it resolves what these tests add. */
function composed(input = ""): Partial<Finished> {
  const written: { services: Record<string, { image?: string; build?: unknown; ports?: string[] }> } = parse(input, { merge: true });
  const model: { services: Record<string, unknown> } = shopModel();
  for (const [name, service] of Object.entries(written.services)) {
    if (SERVICES.includes(name) || name === "tools") continue;
    if (!service.image && !service.build) return { exitCode: 1, stderr: `service "${name}" has neither an image nor a build context specified: invalid compose project\n` };
    const ports = (service.ports ?? []).map((port) => port.replace(/\$\{\w+:-(\d+)\}/, "$1").split(":"));
    model.services[name] = { ...service, ports: ports.map(([address, host, container]) => ({ host_ip: address, published: host, target: Number(container) })) };
  }
  return { stdout: JSON.stringify(model) };
}

function adding(story: Story = {}): Shop {
  return shop({ ...story, files: { ...FILES, ...story.files }, commands: [{ argv: (argv) => argv.includes("-") && argv.includes("config"), answer: ({ input }) => composed(input) }] });
}

const own = ({ files }: Shop) => Object.fromEntries(Object.entries(files.tree()).filter(([path]) => !path.includes("/.devops-infra/")));

test("every file that speaks of services has its part, and undo takes all of it back", async () => {
  const project = adding();
  const before = own(project);
  const { text, result } = good(await project.call(addService, { name: "mail-catcher", image: "axllent/mailpit:v1.20", ports: ["8025"], environment: { MP_SMTP_AUTH: "${MP_SMTP_AUTH:-off}" }, depends_on: ["postgres"], category: "Backend", description: "catches mail" }));
  expect(text).toMatchInlineSnapshot(`
    "**applied**: mail-catcher is in compose.yaml, Makefile, .env.example, .claude/skills/shop/references/component-map.md. Host port chosen: 8025 → 8025.

    applied, undo: u1; validation by compose: ok

    modify compose.yaml:
    \`\`\`diff
    --- a/compose.yaml
    +++ b/compose.yaml
    @@ -30,5 +30,13 @@
       tools:
         image: shop-tools
         profiles: [tools]
    +  mail-catcher:
    +    image: axllent/mailpit:v1.20
    +    environment:
    +      MP_SMTP_AUTH: \${MP_SMTP_AUTH:-off}
    +    depends_on:
    +      postgres:
    +        condition: service_healthy
    +    ports: ["127.0.0.1:8025:8025"]
     volumes:
       pgdata:
    \`\`\`
    modify Makefile:
    \`\`\`diff
    --- a/Makefile
    +++ b/Makefile
    @@ -7,3 +7,11 @@
     .PHONY: logs-server
     logs-server: ## Follow the server
     	@$(COMPOSE) logs -f server
    +
    +.PHONY: logs-mailcatcher
    +logs-mailcatcher: ## Follow the mail-catcher
    +	@$(COMPOSE) logs -f mail-catcher
    +
    +.PHONY: shell-mailcatcher
    +shell-mailcatcher: ## Open a shell in mail-catcher
    +	@$(COMPOSE) exec mail-catcher /bin/sh
    \`\`\`
    modify .env.example:
    \`\`\`diff
    --- a/.env.example
    +++ b/.env.example
    @@ -1,1 +1,3 @@
     POSTGRES_PASSWORD=
    +
    +MP_SMTP_AUTH=off
    \`\`\`
    modify .claude/skills/shop/references/component-map.md:
    \`\`\`diff
    --- a/.claude/skills/shop/references/component-map.md
    +++ b/.claude/skills/shop/references/component-map.md
    @@ -27,3 +27,11 @@
     **Docker**: \`compose.yaml\` → \`services\` → \`postgres\`
     
     **Aliases**: db, postgres, sql
    +
    +### mail-catcher
    +
    +**Definitive Source**: \`compose.yaml\` → \`services\` → \`mail-catcher\`
    +
    +**What's There**:
    +
    +- catches mail
    \`\`\`

    - host port 8025 for 8025: the container's own number, which is free

    Next: Start mail-catcher → start_env {"services":["mail-catcher"]}
    Next: Or take it back → \`devops-bestays-infra undo u1\`"
  `);
  expect(result).toMatchObject({ status: "applied", validation: { ok: true }, undo: "u1", allocated_ports: [{ container_port: 8025, host_port: 8025 }] });
  const after = own(project);
  for (const [path, was] of Object.entries(before)) for (const line of was.split("\n")) expect(after[path]).toContain(line);
  const undone = good(await project.call(undo));
  expect(undone.result).toMatchObject({ undone: "u1" });
  expect(own(project)).toEqual(before);
  expect(refused(await project.call(undo)).error).toMatchObject({ code: "nothing-to-undo" });
});

test("a template brings its own, under the service's name", async () => {
  const project = adding();
  expect(good(await project.call(addService, { name: "queue", template: "redis" })).result).toMatchObject({ status: "applied", allocated_ports: [{ container_port: 6379, host_port: 6380, reason: expect.stringContaining("redis") }] });
  expect(parse(own(project)[`${ROOT}/compose.yaml`] ?? "")).toMatchObject({ services: { queue: { image: "${QUEUE_IMAGE:-redis:7.4-alpine}", volumes: ["queue_data:/data"] } }, volumes: { pgdata: null, queue_data: null } });
});

test("a dry run shows the difference and writes nothing", async () => {
  const project = adding();
  const before = own(project);
  const { result, text } = good(await project.call(addService, { name: "queue", template: "redis", dry_run: true }));
  expect(result).toMatchObject({ status: "planned" });
  expect(result).not.toHaveProperty("undo");
  expect(text).toContain("+  queue:");
  expect(own(project)).toEqual(before);
});

describe("rejected, and no byte is changed", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["a service that exists", { name: "server", image: "x" }, "service-exists"],
    ["one that exists in a profile that is off", { name: "tools", image: "x" }, "service-exists"],
    ["a leading dash", { name: "--privileged", image: "x" }, "invalid-name"],
    ["a name that leads elsewhere", { name: "../x", image: "x" }, "invalid-name"],
    ["a port that is taken", { name: "web", image: "x", ports: ["5432:80"] }, "port-taken"],
    ["no port", { name: "web", image: "x", ports: ["-v"] }, "invalid-port"],
    ["a service that nobody knows", { name: "web", image: "x", depends_on: ["nobody"] }, "unknown-service"],
    ["what compose does not accept", { name: "web", build: "" }, "compose-invalid"],
    ["every address", { name: "web", image: "x", ports: ["0.0.0.0:81:80"] }, "port-public"],
  ])("%s", async (_name, input, code) => {
    const project = adding();
    const before = own(project);
    const { result, text, failed } = good(await project.call(addService, input));
    expect(failed).toBe(true);
    expect(result, text).toMatchObject({ status: "rejected", edits: [], problems: expect.arrayContaining([expect.objectContaining({ code, fix: expect.any(String) })]), next: [{}] });
    expect(own(project)).toEqual(before);
  });

  test.each(["Makefile", "compose.yaml", ".env.example", `${SKILL}/component-map.md`])("where %s may not be written", async (name) => {
    const project = adding();
    const before = own(project);
    project.files.fail("replace", new UserError("file-unwritable", `${name} could not be written.`, "Give the right."), `${ROOT}/${name}`);
    expect(good(await project.call(addService, { name: "web", image: "x", ports: ["${WEB_PORT:-8090}:80"] })).result).toMatchObject({ status: "rejected", problems: [{ code: "file-unwritable" }] });
    expect(own(project)).toEqual(before);
  });

  test("where a map is damaged", async () => {
    const project = adding({ files: { [`${SKILL}/component-map.md`]: "" } });
    expect(good(await project.call(addService, { name: "web", image: "x" })).result).toMatchObject({ status: "rejected", problems: [{ code: "map-empty" }] });
  });
});

test.each<[Record<string, unknown>, string]>([
  [{ name: "web" }, "invalid-arguments"],
  [{ name: "web", image: "x", build: "." }, "invalid-arguments"],
  [{ name: "web", template: "oracle" }, "unknown-template"],
  [{ name: "web", image: "x", specs: ["urs"] }, "invalid-arguments"],
])("%j is refused", async (input, code) => {
  expect(refused(await adding().call(addService, input)).error).toMatchObject({ code });
});

test("what a person allows by its code is added", async () => {
  const project = adding();
  expect(good(await project.call(addService, { name: "web", image: "x", ports: ["0.0.0.0:81:80"], allow: ["port-public"] })).result).toMatchObject({ status: "applied" });
  expect(own(project)[`${ROOT}/compose.yaml`]).toContain("0.0.0.0:81:80");
});

test("without a map, a Makefile and a template the compose file alone is edited", async () => {
  const project = shop({ files: { ".env.example": undefined }, commands: [{ argv: (argv) => argv.includes("-") && argv.includes("config"), answer: ({ input }) => composed(input) }] });
  const { result } = good(await project.call(addService, { name: "web", image: "x" }));
  expect(result).toMatchObject({ status: "applied", edits: [{ path: "compose.yaml", action: "modify" }], notes: [expect.stringContaining("no component map")] });
  expect(own(project)[`${ROOT}/compose.yaml`]?.startsWith(COMPOSE_YAML.slice(0, 500))).toBe(true);
});
