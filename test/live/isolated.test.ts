import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { parseJson } from "../../src/text/parse-json.ts";
import { imageVariables } from "../../scripts/workspace.mjs";
import { docker, LiveProject, liveDescribe, small, type Answer } from "../support/live.ts";

interface Told {
  endpoints?: { service: string; host_url?: string }[];
}

const addresses = ({ facts }: Answer) => Object.fromEntries((parseJson<Told>(JSON.stringify(facts)).endpoints ?? []).map((one) => [one.service, one.host_url]));

const projects: LiveProject[] = [];
afterEach(async () => {
  const names = projects.map((one) => one.name);
  for (const one of projects.splice(0)) await one.close();
  // What was isolated runs under a name of its own.
  for (const [kind, remove] of [["container ls -a", "container rm -f"], ["network ls", "network rm"], ["volume ls", "volume rm"]] as const) {
    const found = docker(...kind.split(" "), "--filter", "label=com.docker.compose.project", "--format", `{{.Label "com.docker.compose.project"}} {{${kind.startsWith("volume") ? ".Name" : ".ID"}}}`).split("\n");
    const own = found.flatMap((line) => (names.some((name) => line.startsWith(`${name}-`)) ? (line.split(" ")[1] ?? []) : []));
    if (own.length > 0) docker(...remove.split(" "), ...own);
  }
});

const NODE = imageVariables().find((line) => line.startsWith("NODE_IMAGE="))?.split("=")[1] ?? "node:20-bookworm-slim";

/** A web server of a port by variable and one of a fixed port, with names that every checkout would share; one more belongs to a profile. */
const COMPOSE = `services:
  web:
    image: ${NODE}
    init: true
    command: [node, -e, "require('http').createServer((_, answer) => answer.end(process.env.WHO)).listen(80)"]
    environment: {WHO: "\${WHO:-nobody}"}
    ports: ["127.0.0.1:\${WEB_PORT:-24680}:80"]
    healthcheck: {test: [CMD, node, -e, "fetch('http://127.0.0.1').then(() => process.exit(0), () => process.exit(1))"], interval: 1s}
  fixed:
    image: ${NODE}
    init: true
    container_name: only-one-may-have-this-name
    command: [node, -e, "require('http').createServer((_, answer) => answer.end('fixed')).listen(80)"]
    ports: ["127.0.0.1:24681:80"]
    volumes: ["data:/data"]
  extra:
    image: ${NODE}
    profiles: [extra]
    ports: ["127.0.0.1:24682:80"]
volumes:
  data: {name: shared-by-all-checkouts}
`;

liveDescribe("two checkouts of one project", () => {
  test("run at once, both healthy, and each tool speaks to its own", async () => {
    const first = small(() => COMPOSE);
    first.write(".env", `COMPOSE_PROJECT_NAME=${first.name}\nWHO=first\n`);
    projects.push(first);
    const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], { cwd: first.root });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "as it is");
    const tree = mkdtempSync(join(tmpdir(), "worktree-"));
    rmSync(tree, { recursive: true });
    git("worktree", "add", "-q", tree, "-b", "another");
    const second = new LiveProject({});
    projects.push(second);
    for (const path of ["compose.yaml", ".env"]) writeFileSync(join(second.root, path), readFileSync(join(tree, path), "utf8").replace("WHO=first", "WHO=second"));

    const begun = await first.call("start_env", { wait_s: 120 });
    expect(begun.facts, begun.text).toMatchObject({ status: "healthy", healthy: 2 });
    const refused = await second.call("start_env", { wait_s: 120 });
    expect(refused.facts.status, refused.text).not.toBe("healthy");
    const started = await second.call("start_env", { wait_s: 120, isolated: true });
    expect(started.facts, started.text).toMatchObject({ status: "healthy", healthy: 2 });
    expect(started.facts.summary).toMatch(new RegExp(`${first.name}-\\w{6} .*isolated`));
    expect(Object.keys(addresses(started))).toEqual(["fixed", "web"]);
    expect(JSON.stringify(started.facts)).not.toMatch(/2468[01]/);
    expect(readFileSync(join(second.root, ".devops-infra/isolated.compose.yaml"), "utf8")).toContain('"extra":');

    const [own, other] = [addresses(await first.call("health_check")), addresses(await second.call("health_check"))];
    expect(new Set([...Object.values(own), ...Object.values(other)]).size).toBe(4);
    expect(await (await fetch(String(own["web"]))).text()).toBe("first");
    expect(await (await fetch(String(other["web"]))).text()).toBe("second");
    expect((await second.call("service_exec", { service: "web", command: ["sh", "-c", "printf %s $WHO | wc -c"] })).facts).toMatchObject({ stdout: "6\n" });
    // Again is the same, and needs no word any more.
    expect((await second.call("start_env", {})).facts).toMatchObject({ status: "healthy", changed: [] });

    const ended = await second.call("start_env", { isolated: false });
    expect(ended.facts).toMatchObject({ error: { code: "still-running" } });
    expect((await second.call("stop_env", {})).facts).toMatchObject({ status: "stopped" });
    expect((await first.call("health_check")).facts).toMatchObject({ status: "healthy" });
    // The ordinary project again: another folder's, which is said and left alone.
    expect((await second.call("start_env", { isolated: false })).facts).toMatchObject({ status: "blocked" });
    expect(existsSync(join(second.root, ".devops-infra/isolated.json"))).toBe(false);
  });
});
