import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { undo } from "../../src/commands/undo.ts";
import { UserError } from "../../src/errors.ts";
import type { Command, Finished } from "../../src/host/runner.ts";
import { addService } from "../../src/tools/add-service.ts";
import { COMPOSE_YAML, SERVICES, shopModel } from "../support/shop-files.ts";
import { COMPONENT_MAP, MAPPED, SKILL } from "../support/shop-maps.ts";
import { ROOT, shop, type Shop, type Story } from "../support/shop.ts";
import type { Rule } from "../support/fake-runner.ts";
import { good, refused } from "../support/sound.ts";

const MAKEFILE = "COMPOSE := docker compose\n\n.PHONY: up\nup: ## Start\n\t@$(COMPOSE) up -d\n\n.PHONY: logs-server\nlogs-server: ## Follow the server\n\t@$(COMPOSE) logs -f server\n";
const FILES = { ...MAPPED, Makefile: MAKEFILE };

/** Compose reads the new text from standard input; it resolves what these tests add. */
function composed({ input = "", args }: Command): Partial<Finished> {
  const written: { services: Record<string, { image?: string; build?: string; ports?: string[]; volumes?: string[]; profiles?: string[] }> } = parse(input.replace(/\$\{\w+:-([^}]*)\}/g, "$1").replace(/\$\{\w+\}/g, ""), { merge: true });
  const model: { services: Record<string, unknown> } = { ...shopModel() };
  for (const [name, service] of Object.entries(written.services)) {
    if (SERVICES.includes(name) || (service.profiles && !service.profiles.some((profile) => args.includes(`--profile=${profile}`)))) continue;
    if (!service.image && !service.build) return { exitCode: 1, stderr: `time="2026-11-25" level=warning msg="version is obsolete"\nservice "${name}" has neither an image nor a build context specified: invalid compose project\n` };
    const { ports = [], volumes = [], build, ...rest } = service;
    model.services[name] = {
      ...rest,
      ...(ports.length > 0 ? { ports: ports.map((port) => port.split(":")).map(([address, host, container]) => ({ host_ip: address, published: host, target: Number(container) })) } : {}),
      ...(volumes.length > 0 ? { volumes: volumes.map((volume) => volume.split(":")).map(([source = "", target]) => (source.startsWith(".") || source.startsWith("/") ? { type: "bind", source: posix.resolve(ROOT, source), target } : { type: "volume", source, target })) } : {}),
      ...(build ? { build: { context: posix.resolve(ROOT, build) } } : {}),
    };
  }
  return { stdout: JSON.stringify(model) };
}

/** The project as it is with the profile on that is off. */
function whole(): Partial<Finished> {
  const model: { services: Record<string, unknown> } = shopModel();
  return { stdout: JSON.stringify({ ...model, services: { ...model.services, tools: { image: "shop-tools", profiles: ["tools"] } } }) };
}

const RULES: Rule[] = [
  { argv: (argv) => argv.includes("-") && argv.includes("config"), answer: composed },
  { argv: (argv) => argv.includes("--profile=tools") && argv.includes("config"), answer: () => whole() },
];

function adding(story: Story = {}): Shop {
  return shop({ ...story, files: { ...FILES, ...story.files }, commands: RULES });
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
    ["the address of the machine", { name: "web", image: "x", ports: ["10.0.0.1:81:80"] }, "port-public"],
    ["a name that is too long", { name: "a".repeat(64), image: "x" }, "invalid-name"],
    ["an image that is none", { name: "web", image: "x\n  privileged: true" }, "invalid-image"],
    ["a restart that is none", { name: "web", image: "x", restart: "sometimes" }, "invalid-restart"],
    ["a folder of the machine by a variable's default", { name: "web", image: "x", volumes: ["${NOPE:-/etc}:/x"] }, "host-mount"],
    ["a folder by a variable without a value", { name: "web", image: "x", volumes: ["${NOPE}:/x"] }, "undecided-variable"],
    ["a build outside by a default", { name: "web", build: "${NOPE:-/etc}" }, "build-outside"],
    ["a folder of the machine behind a profile", { name: "web", image: "x", volumes: ["/etc:/x"], profiles: ["extra"] }, "host-mount"],
    ["a dependency on itself", { name: "web", image: "x", depends_on: ["web"] }, "unknown-service"],
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

describe("what leads out of the workspace", () => {
  test.each(["/etc", ".."])("a link to %s", async (target) => {
    const project = adding();
    project.files.link(`${ROOT}/link`, target);
    expect(good(await project.call(addService, { name: "web", image: "x", volumes: ["./link:/x"] })).result).toMatchObject({ status: "rejected", problems: [{ code: "host-mount" }] });
    expect(good(await project.call(addService, { name: "web", build: "./link" })).result).toMatchObject({ status: "rejected", problems: [{ code: "build-outside" }] });
  });

  test.each([true, false])("a file that the map names is not even read (dry run: %s)", async (dry_run) => {
    const project = adding({ files: { [`${SKILL}/component-map.md`]: `---\nenv_template: ../outside/.env\n---\n\n${COMPONENT_MAP}` } });
    await project.files.makeFolder("/srv/outside");
    await project.files.write("/srv/outside/.env", "HUSH=hush-hush\n");
    const { result, text } = good(await project.call(addService, { name: "web", image: "x:${TAG:-1}", dry_run }));
    expect(result).toMatchObject({ status: "rejected", problems: [{ code: "path-outside" }] });
    expect(text).not.toContain("HUSH");
    expect(project.files.calls).not.toContain("read /srv/outside/.env");
  });

  test("a template that is a link to it", async () => {
    const project = adding({ files: { ".env.example": undefined } });
    await project.files.makeFolder("/srv/outside");
    await project.files.write("/srv/outside/.env", "HUSH=hush-hush\n");
    project.files.link(`${ROOT}/.env.example`, "/srv/outside/.env");
    expect(good(await project.call(addService, { name: "web", image: "x:${TAG:-1}", dry_run: true })).result).toMatchObject({ status: "rejected", problems: [{ code: "path-outside" }] });
  });
});

describe("what is left alone says why", () => {
  const notesOf = async (story: Story, input: Record<string, unknown> = {}, prepare: (project: Shop) => void = () => undefined) => {
    const project = adding(story);
    prepare(project);
    const { result } = good(await project.call(addService, { name: "web", image: "x:${TAG:-1}", ports: ["8090"], ...input }));
    expect(result).toMatchObject({ status: "applied" });
    return result["notes"];
  };

  test.each<[string, Story, Record<string, unknown>, string]>([
    ["bytes that are no UTF-8", { files: { Makefile: "# caf\uFFFD\nup:\n\tdocker compose up\n" } }, {}, "Makefile is left as it is: it holds bytes that are not UTF-8, which would not be kept"],
    ["a file that is named and not there", { files: { [`${SKILL}/component-map.md`]: `---\npreflight: scripts/none.sh\nenv_template: none.env\n---\n\n${COMPONENT_MAP}` } }, {}, "scripts/none.sh, which the map names, is not there"],
    ["a name that differs in its case", {}, { name: "Server" }, "Server differs from the service server in its case alone: on a network both names are one, and so are their built images"],
    ["a dollar sign in a password", {}, { environment: { PW: "pa$word" } }, "$word behind a letter or digit is a variable for compose, which has no value: write $$word where the dollar sign itself is meant"],
    ["a variable that has a value", { files: { ".env": "SERVER_PORT=8011\nTAG=2\n" } }, {}, "TAG has a value already, which counts in place of the default in image"],
  ])("%s", async (_name, story, input, note) => {
    expect(await notesOf(story, input)).toContain(note);
  });

  test("a template that is the env file itself", async () => {
    expect(await notesOf({ files: { ".env.example": undefined } }, {}, ({ files }) => files.link(`${ROOT}/.env.example`, ".env"))).toContain(".env.example is the project's own env file, which holds values and no examples: it is left as it is");
  });
});

test("a compose file that is no UTF-8 is refused with that reason", async () => {
  const project = adding({ files: { "compose.yaml": `${COMPOSE_YAML}# caf\uFFFD\n` } });
  expect(good(await project.call(addService, { name: "web", image: "x" })).result).toMatchObject({ status: "rejected", problems: [{ code: "file-unfit", message: expect.stringContaining("UTF-8") }] });
});

describe("profiles", () => {
  test("a service behind a new profile is looked at with that one on", async () => {
    const project = adding();
    expect(good(await project.call(addService, { name: "web", image: "x", profiles: ["extra"], depends_on: ["tools"] })).result).toMatchObject({ status: "applied", validation: { ok: true } });
    expect(parse(own(project)[`${ROOT}/compose.yaml`] ?? "")).toMatchObject({ services: { web: { profiles: ["extra"] } } });
  });

  test("services that are off have their ports and are named", async () => {
    const rules = RULES.map((rule) => ({ ...rule, answer: (command: Command) => (command.args.includes("-") ? composed(command) : { stdout: (whole().stdout ?? "").replace('"image":"shop-tools"', '"image":"shop-tools","ports":[{"target":1,"published":"9100"}]') }) }));
    const project = shop({ files: FILES, commands: rules });
    expect(good(await project.call(addService, { name: "web", image: "x", ports: ["9100:80"] })).result).toMatchObject({ problems: [{ code: "port-taken", message: "Port 9100 is taken by the service tools." }] });
    expect(good(await project.call(addService, { name: "web", image: "x", depends_on: ["nobody"] })).result).toMatchObject({ problems: [{ fix: expect.stringContaining("tools") }] });
  });
});

test("a folder that is to be made is told, and the map points to what is there", async () => {
  const project = adding();
  const { result } = good(await project.call(addService, { name: "worker", build: "./worker" }));
  expect(result).toMatchObject({ status: "applied", notes: ["worker/Dockerfile is not there yet, so the map does not point to it"], next: [{ do: "Make worker/Dockerfile: the service is built from it", by: "person" }, {}, {}] });
  expect(own(project)[`${ROOT}/${SKILL}/component-map.md`]).not.toContain("worker/Dockerfile");
  const other = adding();
  expect(good(await other.call(addService, { name: "second", build: "./server" })).result).toMatchObject({ status: "applied", next: [{ do: "Start second" }, {}] });
  expect(own(other)[`${ROOT}/${SKILL}/component-map.md`]).toContain("`server/Dockerfile`");
});

test("words are lists, texts are tests, and a one-shot does not restart", async () => {
  const project = adding();
  good(await project.call(addService, { name: "job", image: "x", environment: "A=1", depends_on: "redis", healthcheck: "true", restart: "no", command: "run it" }));
  expect(parse(own(project)[`${ROOT}/compose.yaml`] ?? "")).toMatchObject({ services: { job: { environment: { A: "1" }, depends_on: { redis: { condition: "service_healthy" } }, healthcheck: { test: "true" }, restart: "no", command: "run it" } } });
});

test("a template's volume is never another service's", async () => {
  const project = adding({ files: { "compose.yaml": COMPOSE_YAML.replace("  pgdata:\n", "  pgdata:\n  cache_data:\n") } });
  expect(good(await project.call(addService, { name: "cache", template: "redis" })).result).toMatchObject({ status: "applied", notes: ["the project has a volume cache_data already, so this service's is called cache_data_2"] });
});

test("all that compose says is told, but its warnings", async () => {
  const stderr = 'time="2026-11-25T00:00:00Z" level=warning msg="`version` is obsolete"\nvalidating /dev/stdin: services.web.ports must be unique\n\n  services.web.volumes.0 must be a string\n';
  const project = shop({ files: FILES, commands: [{ argv: (argv) => argv.includes("-") && argv.includes("config"), answer: () => ({ exitCode: 15, stderr }) }, ...RULES] });
  expect(good(await project.call(addService, { name: "web", image: "x" })).result).toMatchObject({ problems: [{ message: "Compose does not accept the service: services.web.ports must be unique; services.web.volumes.0 must be a string" }] });
});

test("a misspelt key is named, and the call as it may be meant", async () => {
  const project = shop({ files: FILES, commands: [{ argv: (argv) => argv.includes("-") && argv.includes("config"), answer: () => ({ exitCode: 15, stderr: "validating /dev/stdin: services.web.healthcheck Additional property tests is not allowed\n" }) }, ...RULES] });
  expect(good(await project.call(addService, { name: "web", image: "x", healthcheck: { tests: "true" } })).result).toMatchObject({
    problems: [{ code: "compose-invalid", message: "Compose does not accept the service: services.web.healthcheck Additional property tests is not allowed", fix: "`tests` is no key of healthcheck; write `test`." }],
    next: [{ tool: "add_service", arguments: { name: "web", image: "x", healthcheck: { test: "true" } } }],
  });
});

test.each<[Record<string, unknown>, string]>([
  [{ name: "web", image: "x", environment: { A: 2 ** 60 } }, "invalid-arguments"],
  [{ name: "web", image: "x", environment: [{}] }, "invalid-arguments"],
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
  const project = shop({ files: { ".env.example": undefined }, commands: RULES });
  const { result } = good(await project.call(addService, { name: "web", image: "x" }));
  expect(result).toMatchObject({ status: "applied", edits: [{ path: "compose.yaml", action: "modify" }], notes: [expect.stringContaining("no component map")] });
  expect(own(project)[`${ROOT}/compose.yaml`]?.startsWith(COMPOSE_YAML.slice(0, 500))).toBe(true);
});
