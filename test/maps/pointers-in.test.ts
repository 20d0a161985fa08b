import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { parseMap } from "../../src/maps/parse-map.ts";
import { parsePointer, pointersIn } from "../../src/maps/pointers-in.ts";

const defaults = { makefile: "Makefile", envTemplate: ".env.example" };

function entry(body: string) {
  const [first] = parseMap(`## C\n\n### E\n\n${body}`);
  if (!first) throw new Error("no entry");
  return first;
}

function read(body: string): string[] {
  return pointersIn(entry(body), defaults).map(({ path, anchor }) => [path, ...anchor].join(" > "));
}

const inField = (text: string, label = "Key Details") => read(`**${label}**: ${text}`);

describe("every form", () => {
  test.each([
    ["`Makefile`", ["Makefile"]],
    ["`apps/server/`", ["apps/server/"]],
    ["`docker-compose.dev.yml` → `services` → `server` → `ports`", ["docker-compose.dev.yml > services > server > ports"]],
    ["docker-compose.dev.yml → server → environment → ALLOWED_ORIGINS", ["docker-compose.dev.yml > server > environment > ALLOWED_ORIGINS"]],
    ["docker-compose.dev.yml -> server -> environment", ["docker-compose.dev.yml > server > environment"]],
    ["`docker-compose.dev.yml → services → server`", ["docker-compose.dev.yml > services > server"]],
    ["docker-compose.dev.yml → environment sections for each service", ["docker-compose.dev.yml > environment sections for each service"]],
    ["`docker-compose.dev.yml` (service: `postgres`)", ["docker-compose.dev.yml > services > postgres"]],
    ["`docker-compose.dev.yml` (services: `postgres`, `redis`)", ["docker-compose.dev.yml > services > postgres", "docker-compose.dev.yml > services > redis"]],
    ["`docker-compose.dev.yml` → `server` service → `ports`", ["docker-compose.dev.yml > server > ports"]],
    ["`preflight.sh` → check_ports_available()", ["preflight.sh > check_ports_available()"]],
    ["`preflight-validation.md` → Error Handling section", ["preflight-validation.md > Error Handling section"]],
    ["preflight-validation.md → Check 1, then again", ["preflight-validation.md > Check 1"]],
    ['`notes.md` → "Backend Not Starting".', ["notes.md > Backend Not Starting"]],
    ["`Makefile` → `logs-server`", ["Makefile > logs-server"]],
    ["`Makefile` → `logs-server`, `logs-db` and `shell-db`", ["Makefile > logs-server", "Makefile > logs-db", "Makefile > shell-db"]],
    ["`make logs-server`", ["Makefile > logs-server"]],
    ["`make logs-[service]`", ["Makefile > logs-[service]"]],
    ["`make dev WAIT=60 && make check | tee out`", ["Makefile > dev", "Makefile > check"]],
    ["`.env` → `CLERK_SECRET_KEY`", [".env > CLERK_SECRET_KEY"]],
    ["`src/server/main.py:42`", ["src/server/main.py > L42"]],
    ["main.py:42-50", ["main.py > L42-L50"]],
    ["`main.py#L42`", ["main.py > L42"]],
    ["`README.md#error-handling`", ["README.md > error-handling"]],
    ["[the spec](docs/spec.md#errors)", ["docs/spec.md > errors"]],
    ["`src/**/*.py`", ["src/**/*.py"]],
    ["`build/*.yml`, `vendor/**/*.py`, `logs/*.json`", ["build/*.yml", "vendor/**/*.py", "logs/*.json"]],
    ["see http://localhost:8011/docs.", ["http://localhost:8011/docs"]],
    ["`src/routes/(app)/[slug]/+page.svelte`", ["src/routes/(app)/[slug]/+page.svelte"]],
    ["`apps/server/` → `main.py` → `create_app()`", ["apps/server/main.py > create_app()"]],
    ["`bash .sdlc-workflow/scripts/preflight.sh`", [".sdlc-workflow/scripts/preflight.sh"]],
    ["`cp .env.example .env`", [".env.example", ".env"]],
    ["`docker compose -f compose.yaml exec server python tests/x.py`", ["compose.yaml"]],
    ["`cd apps/web && npx vite build src/x.ts`", ["apps/web", "apps/web/src/x.ts"]],
    ["`package.json` → `scripts` → `dev`", ["package.json > scripts > dev"]],
    ["in apps/server/ and ./scripts/run and .pattern-book/a.md", ["apps/server/", "./scripts/run", ".pattern-book/a.md"]],
    ["(**`Makefile`**), see `.gitignore`", ["Makefile", ".gitignore"]],
    ["`src/server/__init__.py` and __init__.py", ["src/server/__init__.py"]],
    ["``docs/a.md`` and `docs/b.md`", ["docs/a.md", "docs/b.md"]],
    ["`my docs/größe.md` and `a (b).md`", ["my docs/größe.md", "a (b).md"]],
    ["`docs/release notes.md:42` → `x`, `docs/日本.md`", ["docs/release notes.md > L42 > x", "docs/日本.md"]],
    ["[x](my%20docs/gr%C3%B6%C3%9Fe.md#wie%20gro%C3%9F), [y](<my docs/a.md>)", ["my docs/größe.md > wie groß", "my docs/a.md"]],
    ['[the ops page](docs/ops.md "Ops"), [a `b`](c/d(e).md), [f](https://x.org/a_(b)#c)', ["docs/ops.md", "c/d(e).md", "https://x.org/a_(b)#c"]],
    ["[docs/a.md](docs/b.md) and [docs/c.md](docs/c.md#-d)", ["docs/b.md", "docs/c.md > -d"]],
    ["[`b.md`](docs/v6.md), [![badge](docs/a.svg) words](docs/b.md) and 404/`next()`", ["docs/v6.md", "docs/b.md"]],
    ["**`compose.yaml`** → **`db`** → ***`ports`***", ["compose.yaml > db > ports"]],
    ["*compose.yaml* → *web*, **docs/ops.md** → **Check 1**", ["compose.yaml > web", "docs/ops.md > Check 1"]],
    ["`main.py` → `class Nope`, `main.py` → def create_app()", ["main.py > class Nope", "main.py > def create_app()"]],
    ["`compose.yaml` → `services` → `no such`", ["compose.yaml > services > no such"]],
    ["`compose.yaml` → service db; `nginx.conf` → `location /api/`", ["compose.yaml > service db", "nginx.conf > location /api/"]],
    ["`data.json` → `my key` → `deep key`", ["data.json > my key > deep key"]],
    ["`docs/a.md#Error Handling`", ["docs/a.md > Error Handling"]],
  ])("%s", (text, expected) => {
    expect(inField(text)).toEqual(expected);
  });
});

describe("a command names the files that it reads, and make targets", () => {
  test.each([
    ['`make migrate MSG="add table"`, `make migrate MSG=\'add users.email column\'`', ["Makefile > migrate"]],
    ["`make -C . up`, `make -j 4 down`, `make X=1 y Z=2 # and more`, `make \"up up\"`", ["Makefile > up", "Makefile > down", "Makefile > y"]],
    ["`make -C dir x`, `make --directory=dir y`, `cd dir && make z`", []],
    ["`make -f ops.mk deploy`", ["ops.mk > deploy"]],
    ["`sudo make up`, `X=1 make down`, `time make logs > out.log 2>&1; make ps`", ["Makefile > up", "Makefile > down", "Makefile > logs", "Makefile > ps"]],
    ["`make logs-<service>`, `make up (starts all)`, `make dev, make ps`", ["Makefile > logs-<service>", "Makefile > up", "Makefile > dev", "Makefile > ps"]],
    ["`echo \"make sure it works\"`, `bash -c 'make up'`, `ssh host make up`", []],
    ["`bash scripts/check.sh --out build/x.json`, `./scripts/run.sh a.txt`, `sh -x scripts/run`", ["scripts/check.sh", "./scripts/run.sh", "scripts/run"]],
    ["`python scripts/seed.py data/in.csv`, `node --env-file x.env dist/server.js`, `uv run python tools/a.py`", ["scripts/seed.py", "dist/server.js", "tools/a.py"]],
    ["`python -m app.main x.py`, `node -e \"require('./x.js')\"`", []],
    ["`docker compose -f a.yaml -f b.yaml up`, `docker build -f apps/web/Dockerfile .`, `psql --file=seed.sql`", ["a.yaml", "b.yaml", "apps/web/Dockerfile", "seed.sql"]],
    ["`docker compose cp db:/x ./x.sql`, `pg_dump db > backup.sql`, `npx tool --out build/x.json`", []],
    ["`rm -rf dist/ a.txt`, `rm -f docs/x.md`, `touch new/file.txt`, `tail -f logs/app.txt`, `git add docs/ops.md`, `vim docs/a.md`, `mkdir docs/x/`", []],
    ["`cat <docs/file name.md>`, `tar -f a.tar.gz -c docs/`, `curl -o docs/x.json http://x/y.json`", []],
  ])("%s", (text, expected) => {
    expect(inField(text)).toEqual(expected);
  });
});

describe("in prose a word that may be a domain is a file only where the entry says so", () => {
  test.each([
    ["write to ops@acme.sh, foo@bar.example or `team@acme.md`; see bun.sh, docs.rs, acme.py, api.acme.example", []],
    ["see wiki.acme.sh/ops/x.md, github.com/org/repo/README.md and `docs.rs/tokio/index.html`", []],
    ["run preflight.sh", []],
    ["README.md, __init__.py, docs/a.md, compose.yaml, package.json", ["README.md", "__init__.py", "docs/a.md", "compose.yaml", "package.json"]],
    ["the cause → preflight.sh", ["preflight.sh"]],
    ["main.py → create_app(), notes.md:12, spec.md#errors, acme.sh:8443", ["main.py > create_app()", "notes.md > L12", "spec.md > errors"]],
    ["`preflight.sh` and `docs.rs`", ["preflight.sh", "docs.rs"]],
    ["scripts/preflight.sh; then preflight.sh again, and another.sh", ["scripts/preflight.sh"]],
    [".env.example, config.yaml.example, env.example", [".env.example", "config.yaml.example", "env.example"]],
  ])("%s", (text, expected) => {
    expect(inField(text)).toEqual(expected);
  });

  test("in a field of paths a word is a path", () => {
    expect(inField("preflight.sh", "See")).toEqual(["preflight.sh"]);
    expect(inField("ops@acme.sh", "See")).toEqual([]);
  });
});

describe("what is shown, and not pointed to", () => {
  test.each([
    ["a quote", "> **Definitive Source**: gone.yaml\n> `gone.md`"],
    ["a fence in an item", "- look\n  ```\n  make gone\n  docs/gone.md\n  ```"],
    ["indented code", "- look\n\n      cat docs/gone.md"],
    ["code of one line in three marks", "```docs/gone.md```"],
    ["patterns in what is built", "`dist/**/*.js`, `node_modules/*/x.json`, `.git/**/*.sh`, `htmlcov/*.html`"],
    ["sentences in a code span", "`see docs/a.md`, `error in src/x.py`, `TypeError: x.js`, `a.md b.md`, `src/x.py: line 3`"],
    ["prose behind a source file", "`gone` or app.config → server → database"],
  ])("%s", (_name, text) => {
    expect(read(`**Key Details**:\n\n${text}`)).toEqual([]);
  });

  test.each([
    ["`app.ts` → server → database", ["app.ts"]],
    ["`compose.yaml` → `docker compose up -d`", ["compose.yaml"]],
    ["`compose.yaml` → `cat x | grep y`", ["compose.yaml"]],
    ["`Makefile` → `docker compose up`", ["Makefile"]],
    ["`compose.yaml` → [docs](docs/a.md)", ["compose.yaml", "docs/a.md"]],
  ])("not into the file: %s", (text, expected) => {
    expect(inField(text)).toEqual(expected);
  });
});

describe("what is no pointer", () => {
  test.each([
    ["service names, addresses and images", "`server` `bestays-network` `server:8011` `0.0.0.0:8011` `postgres:15-alpine` `images.example.org/org/image` `localhost`"],
    ["paths of a URL", "`/api/health`, `/docs` and /docs"],
    ["addresses of databases", "`postgresql://postgres:5432/x` `redis://redis:6379`"],
    ["words with a slash", "client/server, and/or, TCP/IP, w/ 3/4, `client/server`, `application/json`, `openai/gpt-4o`, `@sveltejs/kit`"],
    ["versions and values", "1.2.3 `v1.2.3` `x=y` `15` `true` 2.0"],
    ["products", "Node.js, Next.js and `Vue.js`; `process.env`"],
    ["paths of the host", "`/etc/passwd` `~/notes.md` `$HOME/x.md`"],
    ["commands without files of the workspace", "`docker ps -a | grep bestays-server`, `pg_dump db > backup.sql`, `curl http://localhost/x.json`, `cat /app/x.py`, `grep -r \"main.py\" .`"],
    ["any Dockerfile", "Changes to Dockerfile → rebuild; a Dockerfile of each"],
    ["arrows between words", "server → postgres → redis, a -> b"],
    ["what a template leaves open", "`[file path]` [name]"],
  ])("%s", (_name, text) => {
    expect(inField(text)).toEqual([]);
  });

  test.each(["Aliases", "Signals", "Proof"])("nothing under %s", (label) => {
    expect(inField("`Makefile`, src/main.py, `make dev`", label)).toEqual([]);
  });

  test("of a symptom only what is marked: the rest was seen", () => {
    expect(inField("`make dev` says main.py, `cat logs.txt`, `.env`", "Symptoms")).toEqual(["Makefile > dev", ".env"]);
  });
});

describe("a cause, and where to look", () => {
  test.each([
    ["Port taken → `docker-compose.dev.yml` → `server` → `ports`", ["docker-compose.dev.yml > server > ports"]],
    ["Missing in .env → docker-compose.dev.yml → server → environment", [".env", "docker-compose.dev.yml > server > environment"]],
    ["Wrong port in docker-compose.dev.yml → run docker compose config", ["docker-compose.dev.yml"]],
    ["Stale docker-compose.dev.yml → restart", ["docker-compose.dev.yml"]],
    ["Stale docker-compose.dev.yml → see `Makefile`", ["docker-compose.dev.yml", "Makefile"]],
    ["Wrong key in .env → restart the server", [".env"]],
    ["Old notes.md → read them again", ["notes.md"]],
    ["Too strict → docker-compose.dev.yml → postgres → healthcheck, start_period", ["docker-compose.dev.yml > postgres > healthcheck"]],
    [".env.example → CLERK_SECRET_KEY must be set", [".env.example > CLERK_SECRET_KEY"]],
  ])("%s", (text, expected) => {
    expect(read(`**Common Causes**:\n\n- ${text}`)).toEqual(expected);
  });
});

test("names of variables where the field is about variables", () => {
  expect(inField("`CLERK_SECRET_KEY`, OPENROUTER_API_KEY (see `.env`), API, `DEBUG=1`", "Env Vars")).toEqual([".env.example > CLERK_SECRET_KEY", ".env.example > OPENROUTER_API_KEY", ".env", ".env.example > DEBUG"]);
  expect(inField("`CLERK_SECRET_KEY`")).toEqual([]);
});

test("a span with a slash is a path where the field is about paths", () => {
  expect(inField("`platform/core`", "Location")).toEqual(["platform/core"]);
  expect(inField("`platform/core`")).toEqual([]);
});

test("all fields in order, with label and line, each place once", () => {
  const text = "**Definitive Source**: `a.md`\n\n**Troubleshooting Path**:\n\n1. Read `a.md`\n2. Run `make logs`: then `b.md` → `Check`";
  expect(pointersIn(entry(text), defaults)).toEqual([
    { role: "Definitive Source", path: "a.md", anchor: [], line: 5, written: "`a.md`" },
    { role: "Troubleshooting Path", path: "Makefile", anchor: ["logs"], line: 10, written: "`make logs`" },
    { role: "Troubleshooting Path", path: "b.md", anchor: ["Check"], line: 10, written: "`b.md` → `Check`" },
  ]);
});

test("a file named without its folder is the one that the entry names with it", () => {
  expect(read("**Spec**: `specs/check.md`\n\n**See**: `check.md` → Check 1, `other.md`")).toEqual(["specs/check.md", "specs/check.md > Check 1", "other.md"]);
  expect(read("**Spec**: `a/check.md`, `b/check.md`\n\n**See**: `check.md`")).toEqual(["a/check.md", "b/check.md", "check.md"]);
});

describe("parsePointer", () => {
  test.each([
    ["docker-compose.dev.yml → server", ["docker-compose.dev.yml", "server"]],
    ["`docker-compose.dev.yml` -> `server` -> `ports`", ["docker-compose.dev.yml", "server", "ports"]],
    ["docs/a.md#Error Handling", ["docs/a.md", "Error Handling"]],
    ["`docs/a.md` → See also this", ["docs/a.md", "See also this"]],
    ["main.py:42", ["main.py", "L42"]],
    ["main.py#L42", ["main.py", "L42"]],
    ["make dev", ["Makefile", "dev"]],
    ["`compose.yaml` (service: `db`)", ["compose.yaml", "services", "db"]],
    ["apps/server", ["apps/server"]],
    ["LICENSE", ["LICENSE"]],
    ["../outside.md", ["../outside.md"]],
    ["/etc/passwd", ["/etc/passwd"]],
    ["https://example.com/a b", undefined],
    ["https://example.com/a", ["https://example.com/a"]],
    ["see the docs", undefined],
    ["see docs/a.md", undefined],
    ["my docs/größe.md → Wie groß", ["my docs/größe.md", "Wie groß"]],
    ["a.md →", undefined],
    ["a.md\n### b", undefined],
    ["  ", undefined],
  ])("%s", (text, expected) => {
    const found = parsePointer(text, "Spec", defaults);
    expect(found && [found.path, ...found.anchor]).toEqual(expected);
  });

  test("a bare name where the role is about variables", () => {
    expect(parsePointer("CLERK_KEY", "Env Vars", defaults)).toEqual({ role: "Env Vars", path: ".env.example", anchor: ["CLERK_KEY"], line: 0, written: "CLERK_KEY" });
  });
});

describe("ends soon", () => {
  test.each([
    ["backticks of every length", Array.from({ length: 440 }, (_, index) => "`".repeat(index + 1)).join(" ")],
    ["one backtick after another", "` ".repeat(50_000)],
    ["arrows", "a.md → ".repeat(20_000)],
    ["a path without end", `a.yml${" → b".repeat(30_000)}`],
    ["brackets", `${"(".repeat(100_000)}x`],
    ["dots and commas", `x${".,".repeat(50_000)}y`],
    ["one long word", `${"a/".repeat(50_000)}b.md`],
    ["one long command", `\`x ${"a:".repeat(50_000)}\``],
    ["links", "](".repeat(50_000)],
    ["capitals", `\`${"A_".repeat(50_000)}\``],
    ["services without an end", "`a.yml` (service: x ".repeat(5_000)],
    ["links with targets", "](a)".repeat(25_000)],
    ["links that stay open", "[a](b ".repeat(16_000)],
    ["quotes in a command", `\`make ${"\"a ".repeat(30_000)}\``],
    ["stars around code", "**`a`** ".repeat(12_000)],
    ["words with blanks in code", `\`${"a ".repeat(50_000)}b.md\``],
    ["domains", `${"a.".repeat(50_000)}md and ${"a.md ".repeat(20_000)}`],
  ])("%s", (_name, text) => {
    const begun = process.cpuUsage();
    inField(text, "Env Vars");
    expect(spentMs(begun)).toBeLessThan(1_000);
  });
});
