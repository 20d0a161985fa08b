import { diffLines } from "diff";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { insertPort } from "../../src/edits/insert-port-line.ts";

const MAIL = { variable: "MAIL_PORT", port: 8025, service: "mail" };

function added(script: string, port: Parameters<typeof insertPort>[1] = MAIL): string[] {
  const result = insertPort(script, port);
  if ("why" in result) return [`unchanged: ${result.why}`];
  const parts = diffLines(script, result.text);
  expect(parts.filter((part) => part.removed)).toEqual([]);
  expect(parts.filter((part) => !part.added).map((part) => part.value).join("")).toBe(script);
  return parts.filter((part) => part.added).flatMap((part) => part.value.split("\n").slice(0, -1));
}

const within = (body: string) => `#!/usr/bin/env bash\nset -u\n\ncheck_ports_available() {\n${body}\n}\n\ncheck_ports_available\n`;

describe("the reference workspace", () => {
  const script = readFileSync(new URL("../../examples/bestays/.sdlc-workflow/scripts/preflight.sh", import.meta.url), "utf8");

  test("a port with a variable is listed, and the variable is read from .env like its like", () => {
    expect(added(script)).toEqual(['    MAIL_PORT="$(value_of MAIL_PORT)" \\', '    "MAIL_PORT ${MAIL_PORT:-8025}"']);
  });

  test("a port without one", () => {
    expect(added(script, { port: 8025, service: "mail" })).toEqual(['    "mail 8025"']);
  });

  test("a second port behind the first", () => {
    const first = insertPort(script, MAIL);
    expect("text" in first && added(first.text, { variable: "SMTP_PORT", port: 1025, service: "mail" })).toEqual(['    SMTP_PORT="$(value_of SMTP_PORT)" \\', '    "SMTP_PORT ${SMTP_PORT:-1025}"']);
  });

  test("one that is there", () => {
    expect(added(script, { variable: "SERVER_PORT", port: 8011, service: "server" })).toEqual(["unchanged: it looks at this port already"]);
  });
});

describe("each manner is followed", () => {
  test.each<[string, string, string[]]>([
    ["an array in one line", "  PORTS=(8011 5183)", ["  PORTS+=(8025)"]],
    ["with variables", '  local ports=("${SERVER_PORT:-8011}" "${WEB_PORT:-5183}")', ['  ports+=("${MAIL_PORT:-8025}")']],
    ["with labels", '  local ports=("8011:Backend" "5183:Web")', ['  ports+=("8025:mail")']],
    ["by number", '  declare -A P=([8011]="Backend" [5183]="The web")', ['  P+=([8025]="mail")']],
    ["an array, one a line", "  ports=(\n    8011\n    5183\n  )", ["    8025"]],
    ["with comments", "  ports=(\n    8011 # Backend\n    # The page:\n    5183 # Web\n\n  )", ["    8025 # mail"]],
    ["with references", "  ports=(\n    $SERVER_PORT\n    $WEB_PORT\n  )", ["    ${MAIL_PORT:-8025}"]],
    ["name and reference", '  ports=(\n    "Backend:$SERVER_PORT"\n    "Web:$WEB_PORT"\n  )', ['    "mail:${MAIL_PORT:-8025}"']],
    ["by name", '  local -A ports=(\n    ["backend"]=8011\n    ["web"]=5183\n  )', ['    ["mail"]=8025']],
    ["with the bracket behind the last", "  ports=(\n    8011\n    5183)", ["    8025"]],
    ["a string", '  PORTS="8011 5183"\n  for p in $PORTS; do :; done', ['  PORTS+=" 8025"']],
    ["a loop, one a line", "  for port in \\\n    8011 \\\n    5183; do\n    :\n  done", ["    8025 \\"]],
    ["calls", '  check_port 8011 "Backend"\n  check_port 5183 "The web"\n  echo done', ['  check_port 8025 "mail"']],
    ["calls, the label first", "  check_port backend 8011\n  check_port web 5183\n  return $failed", ["  check_port mail 8025"]],
    ["calls with what happens then", '  check_port "${SERVER_PORT:-8011}" backend || failed=1\n  check_port "${WEB_PORT:-5183}" web || failed=1', ['  check_port "${MAIL_PORT:-8025}" mail || failed=1']],
    ["calls with an address", '  is_free localhost 8011 "Backend API"\n  is_free localhost 5183 "Web"\n  echo done', ['  is_free localhost 8025 "mail"']],
    ["calls that say the port twice", "  lsof -i :8011 >/dev/null && { echo '8011 taken'; exit 1; }\n  lsof -i :5183 >/dev/null && { echo '5183 taken'; exit 1; }\n  return 0", ["  lsof -i :8025 >/dev/null && { echo '8025 taken'; exit 1; }"]],
    ["calls inside a block", "  if true; then\n    check_port 8011 a\n    check_port 5183 b\n    count=1\n  fi", ["    check_port 8025 mail"]],
    ["a variable that is read on a line of its own", '  local SERVER_PORT="$(value_of SERVER_PORT)"\n  local ports=(\n    "$SERVER_PORT"\n  )', ['  local MAIL_PORT="$(value_of MAIL_PORT)"', '    "${MAIL_PORT:-8025}"']],
  ])("%s", (_name, body, expected) => {
    expect(added(within(body))).toEqual(expected);
    expect(added(within(body).replaceAll("\n", "\r\n"))).toEqual(expected.map((line) => `${line}\r`));
    expect(added(within(body).replace("check_ports_available() {", "function check_ports_available {"))).toEqual(expected);
  });

  test("an array above the function that goes through it", () => {
    const script = `PORTS=(8011 5183)\n${within('  for port in "${PORTS[@]}"; do\n    :\n  done')}`;
    expect(added(script)).toEqual(["PORTS+=(8025)"]);
    const once = insertPort(script, MAIL);
    expect("text" in once && added(once.text)).toEqual(["unchanged: it looks at this port already"]);
  });
});

test("a list by names has each name once", () => {
  const script = within("  declare -A ports=(\n    [web]=${WEB_PORT:-8011}\n    [api]=5183\n  )");
  const first = insertPort(script, { port: 8025, service: "mail" });
  expect("text" in first && added(first.text, { port: 1025, service: "mail" })).toEqual(["    [mail-1025]=1025"]);
  expect(added(script, { port: 1025, service: "web" })).toEqual(["    [web-1025]=1025"]);
});

test.each([
  ["ends the program", "check_port() {\n  nc -z localhost $1 && exit 1\n}\n"],
  ["counts", "check_port() {\n  if nc -z localhost $1; then\n    errors=$((errors + 1))\n  fi\n}\n"],
  ["counts in one line", "check_port() { nc -z localhost $1 && failed=1; }\n"],
])("a check that %s needs no status", (_name, definition) => {
  expect(added(definition + within("  check_port 8011 web\n  check_port 5183 api"))).toEqual(["  check_port 8025 mail"]);
});

describe("what stays unchanged", () => {
  test.each([
    ["it has no check_ports_available()", "#!/bin/sh\nPORTS=(8011)\n"],
    ["it has no check_ports_available()", ""],
    ["it has no check_ports_available()", "check_ports_available() {\n  PORTS=(8011)\n"],
    ["its ports stand in one line of a loop, which would have to change", within("  for port in 8011 5183; do\n    :\n  done")],
    ["no list of ports is in check_ports_available()", within("  echo nothing")],
    ["its check_ports_available() stands in one line, which would have to change", "check_ports_available() { for p in 8011 5183; do echo $p; done; }\n"],
    ["the status of its last line may be the answer, which a line behind it would change", within("  check_port 5432 db")],
    ["the status of its last line may be the answer, which a line behind it would change", within("  check_port 8011 web\n  check_port 5432 db\n  # The end.\n")],
    ["the status of its last line may be the answer, which a line behind it would change", within("  lsof -i :8011 && { echo '8011'; }\n  lsof -i :5183 && { echo '5183'; }")],
    ["the status of its last line may be the answer, which a line behind it would change", within("  if true; then\n    check_port 5432 db\n  fi\n  echo done")],
    ["its checks hang together, and a line more would cut them apart", within("  check_port 8011 web &&\n  check_port 5432 db")],
    ["its checks hang together, and a line more would cut them apart", within("  check_port 8011 web \\\n    && true || \\\n  check_port 5432 db\n  echo done")],
    ["it goes through its list by number, beside another list", within('  ports=(8011 5183)\n  names=(web api)\n  for i in "${!ports[@]}"; do\n    echo "${ports[$i]} ${names[$i]}"\n  done')],
    ["no list of ports is in check_ports_available()", within("  while read -r name port; do\n    echo $name\n  done <<EOF\nweb 8011\nweb 5183\nEOF")],
    ["no list of ports is in check_ports_available()", within("  local -r PORTS=(8011 5183)")],
    ["it looks at this port already", within("  PORTS=(8025)")],
    ["no list of ports is in check_ports_available()", within(`  PORTS=(${"8011 ".repeat(50_000)})`)],
  ])("%s", (why, script) => {
    expect(added(script)).toEqual([`unchanged: ${why}`]);
  });

  test.each([
    ["check_port 8025 mail", within("  check_port 5432 db")],
    ['check_port "${MAIL_PORT:-8025}" mail', within('  check_port "${DB_PORT:-5432}" db')],
    ["8025", within("  for port in 8011 5183; do\n    :\n  done")],
  ])("what a person may add then: %s", (hand, script) => {
    expect(insertPort(script, MAIL)).toMatchObject({ unchanged: true, hand });
  });

  test.each([
    [{ port: 0, service: "mail" }],
    [{ port: 70_000, service: "mail" }],
    [{ port: 80.5, service: "mail" }],
    [{ port: 8025, service: "$(id)" }],
    [{ port: 8025, service: "mail", variable: "A}$(id)" }],
  ])("%j cannot be written", (port) => {
    expect(added(within("  PORTS=(8011)"), port)).toEqual(["unchanged: the port or its names cannot be written"]);
  });
});

test.each([
  ["brackets", "  a=(\n".repeat(20_000)],
  ["loops", "  for a in \\\n".repeat(20_000)],
  ["calls", "  check 8011 a\n".repeat(20_000)],
  ["arrays gone through", `  \${a[@]}${"${b[@]}".repeat(20_000)}\n`],
  ["words", `  ports=(\n  8011 ${"a ".repeat(50_000)}!\n)\n`],
  ["quotes", `  ports=(${'"'.repeat(100_000)}8011)\n`],
  ["number signs", `  ports=(\n  8011${" #".repeat(50_000)}\n  )`],
])("ends soon: %s", (_name, body) => {
  const begun = process.cpuUsage();
  insertPort(within(body), MAIL);
  expect(spentMs(begun)).toBeLessThan(1_500);
});
