import { describe, expect, test } from "vitest";
import { placeInFile } from "../../src/pointers/place-in-file.ts";
import { Sources } from "../../src/pointers/sources.ts";
import { memoryFiles } from "../support/memory-files.ts";
import { spentMs } from "../support/spent.ts";

async function place(path: string, text: string, anchor: string, others: Record<string, string> = {}): Promise<string> {
  const tree = Object.fromEntries(Object.entries({ ...others, [path]: text }).map(([name, content]) => [`/ws/${name}`, content]));
  const found = await placeInFile(new Sources(memoryFiles(tree), "/ws"), path, anchor.split(" > "));
  if (found === undefined) return "changed";
  return found === "unchecked" ? "unchecked" : `${found.path === undefined ? "" : `${found.path}:`}${found.line}-${found.end_line}`;
}

const rows = (path: string, text: string, anchors: [anchor: string, expected: string][]): [string, string, string, string][] => anchors.map(([anchor, expected]) => [path, anchor, expected, text]);

const SHOP = `// legacyThing was removed
export class UserService {
  private cache = new Map<string, string>();
  readonly limit?: number;
  run(): void {}
  static make() { return new UserService(); }
  save = async () => {
    return 1;
  };
  async find(id: string): Promise<void> {
    return this.cache.get(id);
  }
  get name() { return "x"; }
  with({ a, b }: Pair) { return a; }
}
export const handlers = {
  list: () => 1,
  get: async (id) => {
    return id;
  },
  onKey(event) {},
  "quoted-key": 2,
};
const { alpha, beta: renamed } = config;
let [p, q] = [1, 2];
module.exports.legacy = function () {};
router.get("/api/users", listUsers);
export { UserService as Svc };
const glob = "src/**/*.ts", said = "only here";
export class Other {
  stop() {}
}
`;

const MAIN = `"""Says oldThing."""
from x import imported
A, B = 1, 2
type Alias = int
# class Gone:
class K(Base):
    field: int = 3
    plain: str

    def __init__(self):
        self.size = 4

    class Meta:
        table = "x"
if True:
        DEEP = 3
@app.get("/things")
async def things(
    a: int,
):
    called()
`;

const GO = `package main

type Server struct {
	Port int
	Name, Host string
}

type (
	Option func(*Server)
)

func NewServer() *Server { return nil }

// func Ghost() {}
func (s *Server) Start(ctx string) error {
	fmt.Println("x")
	return nil
}

func (Other[T]) Stop() {}

const (
	MaxConns = 5
	Second
)

var ErrX, ErrY = 1, 2
`;

const SH = "#!/bin/bash\nrollback () { :; }\nfunction deploy {\n  local region=eu\n}\nexport STAGE=dev\ncase \"$1\" in\n  start) echo;;\n  stop|halt) echo;;\nesac\n# function ghost() { }\n";

describe("a symbol of a source file", () => {
  test.each([
    ...rows("a.ts", SHOP, [
      ["run", "5-5"], ["UserService.run()", "5-5"], ["static make", "6-6"], ["save", "7-9"], ["UserService > find", "10-12"], ["name", "13-13"], ["with", "14-14"], ["cache", "3-3"], ["limit", "4-4"],
      ["handlers", "16-23"], ["handlers.list", "17-17"], ["handlers > get", "18-20"], ["onKey", "21-21"], ["quoted-key", "22-22"], ["alpha", "24-24"], ["renamed", "24-24"], ["q", "25-25"],
      ["legacy", "26-26"], ["/api/users", "27-27"], ["GET /api/users", "27-27"], ["Svc", "28-28"], ["class UserService", "2-15"], ["export const handlers", "16-23"],
      ["said", "unchecked"], ["listUsers", "unchecked"], ["/api/others", "unchecked"], ["a line of words", "unchecked"], ["new Map<string, string>()", "3-3"],
      ["legacyThing", "changed"], ["class Nope", "changed"], ["UserService.nothing", "changed"], ["UserService.stop", "changed"], ["usersService", "changed"], ["fin", "changed"],
    ]),
    ...rows("main.py", MAIN, [
      ["A", "3-3"], ["B", "3-3"], ["Alias", "4-4"], ["type Alias", "4-4"], ["class K", "6-14"], ["K.field", "7-7"], ["K > plain", "8-8"], ["size", "11-11"], ["K.Meta", "13-14"], ["Meta.table", "14-14"], ["DEEP", "16-16"], ["def things()", "18-21"], ["async def things", "18-21"],
      ["imported", "unchecked"], ["called()", "unchecked"],
      ["oldThing", "changed"], ["class Gone", "changed"], ["K.called", "changed"], ["thing", "changed"],
    ]),
    ...rows("main.go", GO, [
      ["Server", "3-6"], ["NewServer()", "12-12"], ["Start", "15-18"], ["Server.Start", "15-18"], ["(*Server).Start", "15-18"], ["func (s *Server) Start", "15-18"], ["Other.Stop", "20-20"], ["MaxConns", "23-23"], ["Second", "24-24"], ["ErrY", "27-27"], ["Server.Port", "4-4"], ["Host", "5-5"], ["Option", "9-9"],
      ["Ghost", "changed"], ["Server.Stop", "changed"], ["Nope", "changed"],
    ]),
    ...rows("run.sh", SH, [["rollback()", "2-2"], ["deploy", "3-5"], ["region", "4-4"], ["STAGE", "6-6"], ["start", "8-8"], ["halt", "9-9"], ["ghost", "changed"]]),
  ])("%s > %s: %s", async (path, anchor, expected, text) => {
    expect(await place(path, text, anchor)).toBe(expected);
  });
});

const NGINX = "server {\n  listen 80;\n  location /api/ {\n    proxy_pass   http://server:8000;\n  }\n}\nupstream backend { server a:1; }\n";
const JAVA = "@Service\npublic class Orders {\n  public List<Order> findAll(int a) { return null; }\n}\n";

describe("a word of a file of no known kind", () => {
  test.each([
    ...rows("nginx.conf", NGINX, [["listen", "2-2"], ["location /api/", "3-3"], ["server > location /api/ > proxy_pass http://server:8000", "4-4"], ["upstream backend", "7-7"], ["backend", "7-7"], ["ssl_certificate", "changed"], ["location /docs/", "unchecked"]]),
    ...rows("app.conf", "[main]\nkey = 1\n", [["main > key", "2-2"], ["gone", "changed"]]),
    ...rows("Orders.java", JAVA, [["Orders", "2-2"], ["Orders.findAll()", "3-3"], ["class Orders", "2-2"], ["Orders > findAll", "3-3"], ["Orders.save", "changed"], ["Order", "3-3"]]),
    ...rows("Dockerfile", "FROM node AS base\nCOPY . .\n", [["base", "1-1"], ["`base` stage".replaceAll("`", ""), "1-1"], ["copy", "2-2"], ["HEALTHCHECK", "changed"]]),
  ])("%s > %s: %s", async (path, anchor, expected, text) => {
    expect(await place(path, text, anchor)).toBe(expected);
  });
});

const DOC = `Setext One
==========

Setext Two
----------

## 🚀 Deploy it

## [Linked](x.md) heading

### Dup

### Dup

## FAQ / Q&A?

## Kept {#my-id}

<h2 id="tagged">Tagged <b>one</b></h2>

<a name="by-name"></a> words

<a id='by-id'></a>

## 2. **Bold** \`code\`

## Größe :rocket:

\`\`\`
## Fenced
\`\`\`
`;

describe("a heading of a document", () => {
  test.each(
    rows("a.md", DOC, [
      ["Setext One", "1-31"], ["Setext Two", "4-5"], ["setext-two", "4-5"], ["Deploy it", "7-7"], ["-deploy-it", "7-7"], ["deploy-it", "7-7"], ["🚀 Deploy it", "7-7"], ["Linked heading", "9-13"], ["linked-heading", "9-13"], ["dup", "11-11"], ["dup-1", "13-13"],
      ["faq--qa", "15-15"], ["faq-qa", "15-15"], ["Kept", "17-17"], ["my-id", "17-17"], ["#my-id", "17-17"], ["Tagged one", "19-23"], ["tagged", "19-23"], ["by-name", "21-21"], ["by-id", "23-23"], ["Bold code", "25-25"], ["größe", "27-31"], ["Setext One > Dup", "11-11"],
      ["Fenced", "changed"], ["dup-2", "changed"], ["Setext", "1-31"], ["my", "changed"], ["Deploy", "changed"],
    ]),
  )("%s > %s: %s", async (path, anchor, expected, text) => {
    expect(await place(path, text, anchor)).toBe(expected);
  });
  test("lines that end in CR alone", async () => {
    expect(await place("a.md", "# A\r\r## B\rtext\r", "B")).toBe("3-4");
  });
});

const TSCONFIG = '{\n  // what is built\n  "compilerOptions": {\n    /* strict */ "strict": true,\n    "paths": { "@/*": ["./src/*"], },\n  },\n  "my key": "http://x//y",\n}\n';
const COMPOSE = 'services:\n  server:\n    image: postgres:16\n    ports:\n      - "8000:8000"\n      - "${WEB_PORT:-3000}:3000"\n    command: ["run", "--reload"]\n  base:\n    extends: {file: other.yml, service: x}\n';
const DOCUMENTS = '%YAML 1.2\n---\nfirst: 1\nmy key: {deep key: 2}\n---\nsecond:\n  k: &x v\n---\nthird: *x\n';
const WORKFLOW = "jobs:\n  test:\n    steps:\n      - uses: actions/checkout@v4\n      - name: Run tests\n        run: npm test\n";
const TOML = '[project]\nname = "shop"\ndependencies = [\n  "fastapi",\n  "httpx[http2]>=0.27",\n]\n\n[tool.ruff.lint]\nselect = ["E"]\n[tool."my.pkg"]\n"quoted key" = 1\na.b.c = 2\ninline = { x = 1 }\n\n[[package]]\nname = "one"\n[[package]]\nname = "two"\ntext = """\n[not.a.table]\nkey = 1\n"""\n';

describe("a place in a data file", () => {
  test.each([
    ...rows("tsconfig.json", TSCONFIG, [["compilerOptions > strict", "4-4"], ["compilerOptions.strict", "4-4"], ["my key", "7-7"], ["strict", "4-4"], ["compilerOptions > gone", "changed"], ["no such", "changed"]]),
    ...rows("compose.yaml", COMPOSE, [["server > ports > 8000:8000", "5-5"], ["server > ports > 8000", "5-5"], ["server > ports > 3000:3000", "6-6"], ["server > command > --reload", "7-7"], ["server > image > postgres:16", "3-3"], ["service server", "2-7"], ["server service > image", "3-3"], ["base > image", "unchecked"], ["server > ports > 9000:9000", "changed"], ["services > no such", "changed"], ["server > image > postgres:15", "changed"], ["service gone", "changed"]]),
    ...rows("compose.yml", "include: [other.yml]\nservices: {}\n", [["server", "unchecked"]]),
    ...rows("k8s.yaml", DOCUMENTS, [["second > k", "7-7"], ["third", "9-9"], ["my key", "4-4"], ["my key > deep key", "4-4"], ["deep key", "4-4"], ["fourth", "changed"], ["second > j", "changed"]]),
    ...rows("ci.yaml", WORKFLOW, [["jobs > test > steps > Run tests", "5-6"], ["test > steps > actions/checkout@v4", "changed"], ["jobs > test > steps > actions/checkout@v4", "4-4"], ["jobs.test.steps[1].run", "6-6"], ["job test", "2-6"]]),
    ...rows("list.json", '{"list": [{"name": "one"}, {"name": "two"}]}', [["list[1]", "1-1"], ["list > two", "1-1"], ["list > three", "changed"]]),
    ...rows("pyproject.toml", TOML, [
      ["project > dependencies", "3-6"], ["project > dependencies > fastapi", "4-4"], ["tool > ruff", "8-9"], ["[tool.ruff.lint]", "8-9"], ["select", "9-9"], ["ruff.lint > select", "9-9"], ['tool > "my.pkg" > quoted key', "11-11"], ['[tool."my.pkg"]', "10-13"], ['tool."my.pkg".a.b.c', "12-12"], ['tool."my.pkg" > inline > x', "13-13"],
      ["package", "15-16"], ["[[package]]", "15-16"], ["package > two", "18-18"], ["project > version", "changed"], ["not.a.table", "changed"], ["tool > black", "changed"], ["project > dependencies > flask", "changed"],
    ]),
  ])("%s > %s: %s", async (path, anchor, expected, text) => {
    expect(await place(path, text, anchor)).toBe(expected);
  });
});

const MAKE = `export EVAR ?= 2
override FORCED = x
define BLOCK
not_a_target: x
endef
SERVICES := api \\
  web
image = shop
build-%: deps
\t@echo
%.o: %.c
$(SERVICES):
\t@echo
logs-$(SERVICES) $(A:.c=.o): x
.PHONY: build-api
`;

describe("a make target", () => {
  test.each([
    ...rows("Makefile", MAKE, [["build-api", "9-10"], ["make build-api", "9-10"], ["EVAR", "1-1"], ["FORCED", "2-2"], ["BLOCK", "3-3"], ["image", "8-8"], ["api", "12-13"], ["web", "12-13"], ["main.o", "11-11"], ["logs-api", "14-14"], ["up target", "unchecked"]]),
    ...rows("Makefile", MAKE.replace("$(A:.c=.o)", ""), [["up", "changed"], ["build-", "changed"], ["not_a_target", "changed"]]),
    ...rows("Makefile", "S = $(shell ls)\n$(S):\n\ttrue\n", [["up", "unchecked"]]),
    ...rows("Makefile", "$(foreach s,a b,$(eval $(call rule,$(s))))\n", [["up", "unchecked"]]),
    ...rows("Makefile", "include $(wildcard mk/*.mk)\n", [["up", "unchecked"]]),
    ...rows("Makefile", "%:\n\t@:\n", [["up", "unchecked"]]),
    ...rows("Makefile", "A := x \\\nfoo: bar\nexport-db: x\n\ttrue \\\n  && false\nifeq ($(A),x)\n\tfalse\nendif\n", [["foo", "changed"], ["export-db", "3-8"]]),
    ...rows("Makefile", "build-api \\\nbuild-web: x\n\ttrue\n", [["build-api", "1-3"], ["build-web", "1-3"]]),
    ...rows("Makefile", "$(info see: make help)\nup: override private A = 1\nup:\n", [["down", "changed"], ["up", "3-3"]]),
    ...rows("Makefile", "$(UNSET):\n\ttrue\nup:\n", [["down", "changed"], ["up", "3-3"]]),
  ])("%s > %s: %s", async (path, anchor, expected, text) => {
    expect(await place(path, text, anchor)).toBe(expected);
  });
  test("a pattern and a variable of an included makefile", async () => {
    expect(await place("Makefile", "include more.mk\n", "push-api", { "more.mk": "push-%:\n\ttrue\nexport TAG\n" })).toBe("more.mk:1-2");
    expect(await place("Makefile", "include more.mk\n", "TAG", { "more.mk": "push-%:\n\ttrue\nexport TAG\n" })).toBe("more.mk:3-3");
  });
});

describe("ends soon", () => {
  const long = (part: string) => part.repeat(Math.ceil(100_000 / part.length));
  test.each([
    ["a.ts", long("  run(): void {}\n")], ["a.ts", long("  a(b")], ["a.ts", long("/* ")], ["a.ts", long("{ a, ")], ["a.ts", long("class A {\n")], ["a.ts", `  x(${long("{ ").slice(0, 950)}\n`.repeat(100)],
    ["a.py", long('"""')], ["a.py", long("a, b, ")], ["a.go", long("func (s *Server) ")], ["a.go", long("\tA, B = 1\n")], ["a.sh", long("  a|b|")],
    ["a.md", long("a\n===\n")], ["a.md", long("# [a](")], ["a.md", long("<a id=")], ["a.md", long("{#a} ")], ["a.md", `# x${" ".repeat(100_000)}y\n`], ["a.md", long("# Dup\n")], ["a.md", long("- ".repeat(50) + "\n")],
    ["a.json", long('{ // "\n')], ["a.json", `{${long("/*")}`], ["a.json", `{"a": [${long("1, ")}]}`], ["a.json", `{"a": ${long('\\"').repeat(2)}\n}`], ["a.json", `{"a": ${long('"\\').repeat(2)}\n}`], ["a.yaml", long("a: 1\n---\n")], ["a.yaml", long("- a: b\n")],
    ["a.toml", long('a = """\n')], ["a.toml", long("a = [\n")], ["a.toml", long("[[a]]\nb = 1\n")], ["a.toml", long("a.b.c.")], ["a.toml", `a = ${long('"\\')}`], ["a.conf", long("a b c ")],
    ["Makefile", `A = ${long("$(A) ")}\n$(A):\n`], ["Makefile", `A = ${"x ".repeat(900)}\n${"$(A)".repeat(20_000)}: y\n`], ["Makefile", long("$(A):\n")], ["Makefile", `A = \\\n${long("b \\\n")}`], ["a.txt", long("zz ")],
  ])("%s", async (name, text) => {
    const begun = process.cpuUsage();
    for (const anchor of ["nn", "a > b > nn", "A.A.A.A", "two words"]) await place(name, text, anchor);
    expect(spentMs(begun)).toBeLessThan(4_000);
  });
});
