import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { sourceFiles, type SourceFile } from "./support/source-files.ts";

interface Row {
  /** Rooms that may be imported, or single files of a room (`host/files`). A room may always import itself, and node:path. */
  may: string[];
  /** Rooms of which only types may be imported. */
  types?: string[];
  packages?: string[];
  /** Whether Node's own modules may be imported: all of them, or those named. */
  node?: "all" | string[];
  why: string;
}

const PORTS = ["host/runner", "host/files", "host/net", "host/clock", "host/machine"];
const BELOW_TOOLS = ["errors", "text", "host", "maps", "compose", "git", "state", "pointers", "engine", "snapshot", "examine", "explain", "checks", "signs", "knowledge", "diagnose", "edits", "start", "result", "data", "ship", "workspace", "tool"];

/** Who may import whom. The rooms are the folders of src; a file beside them is a room of its own. */
const ROOMS: Record<string, Row> = {
  errors: { may: [], why: "everybody imports it, so it imports nobody" },
  text: { may: [], why: "how we speak depends on nothing that we speak of" },
  host: { may: ["errors"], why: "a port says what the outside offers, not what we do with it" },
  "host/node": { may: ["host", "errors"], node: "all", why: "an adapter is the only door to the outside and knows nothing of what goes through it" },
  maps: { may: ["host/files", "errors", "text"], packages: ["yaml", "zod"], why: "maps say what we know, not what runs" },
  compose: { may: ["host/runner", "host/files", "host/contain", "state/state-folder", "errors", "text"], packages: ["yaml", "dotenv", "zod"], why: "compose is what should run: it never asks what does" },
  git: { may: ["host/runner", "errors", "text"], why: "git is asked through the runner" },
  state: { may: ["host/files", "host/clock", "errors", "text"], types: ["host/machine", "workspace"], why: "our own folder is files, time, and who holds a lock" },
  pointers: { may: ["host/files", "host/contain", "git", "errors", "text", "compose/interpolate", "compose/yaml-limits"], types: ["maps", "compose"], packages: ["yaml"], why: "a pointer is resolved in files; maps and compose only give their shapes, and compose the limits and the variables of its YAML" },
  knowledge: { may: ["maps", "pointers", "compose", "git", "host/files", "host/contain", "errors", "text"], types: ["workspace", "result"], why: "it holds the maps against their sources; it knows nothing of what runs" },
  signs: { may: ["text"], types: ["checks", "snapshot", "result", "engine", "compose"], why: "a sign is pure: it says what log lines mean, to whoever has read them" },
  diagnose: { may: ["snapshot", "examine", "explain", "checks", "signs", "knowledge", "maps", "start", "compose", "engine", "errors", "text"], types: ["workspace", "result", "pointers", "host/files"], why: "it puts together what the checks, the logs and the index say" },
  edits: { may: ["knowledge", "maps", "pointers", "compose", "state", "host/files", "host/clock", "host/contain", "errors", "text"], types: ["workspace", "result", "host/machine", "host/runner"], packages: ["diff", "yaml", "zod"], why: "an edit is planned on texts and written as one; it asks no engine" },
  engine: { may: ["compose", "host/runner", "host/net", "host/clock", "errors", "text"], types: ["maps", "host/files", "host/machine"], why: "what runs is started in the order of what should run; compose never asks back" },
  snapshot: { may: ["maps", "pointers", "compose", "engine", "state", "git", ...PORTS, "errors", "text"], types: ["workspace"], why: "it observes, once, and judges nothing" },
  checks: { may: ["text", "compose/graph", "compose/host-references", "compose/ports", "compose/project", "engine/container", "engine/running-project"], types: ["snapshot", "result", "maps", "pointers", "compose", "engine", "state", "git", ...PORTS], why: "a check is pure: it names the probe that it needs as data, the snapshot runs it" },
  explain: { may: ["checks", "signs", "compose", "engine", "examine", "text"], types: ["snapshot", "workspace", "result"], why: "it asks for what only a failure needs, and leaves the judging to the checks" },
  examine: { may: ["checks", "compose", "engine"], types: ["snapshot", "workspace"], why: "it asks of a snapshot what the checks say, and nothing else" },
  start: { may: ["snapshot", "examine", "explain", "checks", "signs", "compose", "engine", "state", ...PORTS, "errors", "text"], types: ["workspace", "result"], why: "a start decides with checks and plan, and acts through the engine" },
  result: { may: ["tool", "errors", "text", "engine/probes"], types: ["checks", "compose", "engine"], packages: ["zod"], why: "what a result looks like is pure, and knows the shapes of what it reports only" },
  data: { may: ["compose", "engine", "git", "state", ...PORTS, "errors", "text"], why: "backups know services, not checks or maps" },
  ship: { may: ["compose", "engine", "git", "state", ...PORTS, "errors", "text"], why: "deployment knows services, not checks or maps" },
  workspace: { may: [...PORTS, "state", "errors", "text", "maps", "compose"], types: ["engine"], why: "a tool is given its workspace before anything has been asked of the engine" },
  tool: { may: ["workspace", "errors", "text"], packages: ["zod"], why: "what a tool is does not depend on which tools there are" },
  tools: { may: BELOW_TOOLS, packages: ["zod"], why: "a tool never imports another tool, Node or the SDK: what two share belongs in a room" },
  commands: { may: BELOW_TOOLS, packages: ["zod"], why: "a command of the CLI is written like a tool" },
  "tool-listing": { may: ["tool", "result/shapes"], packages: ["zod"], why: "a listing is a pure function of the tools" },
  mcp: { may: ["errors", "terminal"], types: ["workspace", "tool", "tool-listing"], node: ["node:stream"], why: "what the protocol needs is light: the server imports it at start, before any tool" },
  terminal: { may: ["errors", "text", "tool-listing"], types: ["workspace", "tool"], node: ["node:util"], why: "the command line derives from what tools say of themselves" },
  server: { may: ["mcp", "workspace", "tool", "tools", "text"], types: ["tool-listing"], packages: ["@modelcontextprotocol/server"], why: "it is the only file that imports the MCP SDK" },
  cli: { may: ["terminal", "workspace", "tool", "tools", "commands", "text", "errors"], why: "it is the only other file that knows the list of tools" },
  main: { may: ["server", "cli", "workspace", "engine", "host", "host/node", "compose", "state", "mcp", "errors"], why: "it is the only file that builds the doors to the outside" },
};

/** What only some may import, wherever they are. */
const RESERVED: { name: string; rooms: string[]; why: string }[] = [
  { name: "yaml", rooms: ["compose", "pointers", "maps", "edits"], why: "YAML is read where its ranges are understood" },
  { name: "@modelcontextprotocol/", rooms: ["server"], why: "one file knows the SDK" },
];

const files = sourceFiles().filter((file) => !file.path.endsWith(".d.ts"));

function roomOf(path: string): string {
  if (path.startsWith("host/node-")) return "host/node";
  return path.includes("/") ? posix.dirname(path) : posix.basename(path, ".ts");
}

/** Whether a list of rooms and files covers a path. */
function covers(list: string[], path: string): boolean {
  return list.includes(roomOf(path)) || list.includes(path.replace(/\.ts$/, ""));
}

function offences(file: SourceFile): string[] {
  const room = roomOf(file.path);
  const row = ROOMS[room];
  if (!row) return [`src/${file.path} belongs to no room of the table in test/layers.test.ts: put it into a room, or give it a row with its reason.`];
  return file.imports.flatMap(({ from, typeOnly }) => {
    const allowed = from.startsWith(".") ? mayImportOurs(row, room, file.path, from, typeOnly) : mayImportForeign(row, room, from);
    const reserved = RESERVED.find(({ name, rooms }) => from.startsWith(name) && !rooms.includes(room));
    if (allowed && !reserved) return [];
    return [`src/${file.path} imports ${typeOnly ? "types of " : ""}${from}: ${reserved?.why ?? row.why}.`];
  });
}

function mayImportOurs(row: Row, room: string, path: string, from: string, typeOnly: boolean): boolean {
  const target = posix.join(posix.dirname(path), from);
  // A tool never imports another tool: its room is no exception there.
  if (room === "tools" || room === "commands") return covers(row.may, target) || ([`${room}/index.ts`, `${room}/all-commands.ts`].includes(path) && roomOf(target) === room);
  return target === "../package.json" || roomOf(target) === room || covers(row.may, target) || (typeOnly && covers(row.types ?? [], target));
}

function mayImportForeign(row: Row, room: string, from: string): boolean {
  if (from.startsWith("node:")) return from === "node:path" || row.node === "all" || (row.node ?? []).includes(from);
  if (from.startsWith("virtual:")) return room === "main";
  const name = from.split("/").slice(0, from.startsWith("@") ? 2 : 1).join("/");
  return (row.packages ?? []).includes(name);
}

describe("src", () => {
  test("nobody imports what their room may not", () => {
    expect(files.flatMap(offences)).toEqual([]);
  });

  test("rooms are one level deep", () => {
    expect(files.filter((file) => file.path.split("/").length > 2).map((file) => `src/${file.path} lies in a room inside a room: put it one level up.`)).toEqual([]);
  });

  test("a room with one file is a file", () => {
    const rooms = files.filter(({ path }) => path.includes("/")).map(({ path }) => posix.dirname(path));
    const lonely = rooms.filter((room) => rooms.indexOf(room) === rooms.lastIndexOf(room));
    expect(lonely.map((room) => `src/${room} holds one file: make it src/${room}.ts.`)).toEqual([]);
  });

  test("names say what is inside", () => {
    const vague = /(^|\/)(utils?|helpers?|common|lib|misc|types)(\/|\.ts$)/;
    const index = files.filter(({ path }) => path.endsWith("/index.ts") && path !== "tools/index.ts" && path !== "checks/index.ts");
    expect([...files.filter(({ path }) => vague.test(path)), ...index].map(({ path }) => `src/${path}: call it by what it exports; only tools/index.ts and checks/index.ts are called index.`)).toEqual([]);
  });

  test("names are in kebab-case", () => {
    expect(files.filter(({ path }) => !/^[a-z0-9/-]+\.ts$/.test(path)).map(({ path }) => `src/${path}: write it in kebab-case.`)).toEqual([]);
  });

  test("no file is over 300 lines, and the median is at most 70", () => {
    const lengths = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }));
    expect(lengths.filter(({ lines }) => lines > 300).map(({ path, lines }) => `src/${path} has ${lines} lines: take a part of it out that has a name.`)).toEqual([]);
    const median = lengths.map(({ lines }) => lines).toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)];
    expect(median).toBeLessThanOrEqual(70);
  });

  test("no file imports more than eight of ours; where several rooms meet ten, where all do fourteen", () => {
    const meeting = /^(knowledge|diagnose|edits)\/|^cli\.ts$/;
    const lists = ["tools/index.ts", "checks/index.ts", "signs/all-signs.ts"];
    const limit = (path: string) => (path.startsWith("tools/") || path === "start/start.ts" || path === "snapshot.ts" ? 14 : meeting.test(path) ? 10 : 8);
    const many = files.filter(({ path }) => !lists.includes(path)).map(({ path, imports }) => ({ path, count: imports.filter((one) => one.from.startsWith(".") && !one.typeOnly && !one.lazy).length }));
    expect(many.filter(({ path, count }) => count > limit(path)).map(({ path, count }) => `src/${path} imports ${count} of our modules: it does too much, split it.`)).toEqual([]);
  });

  test("only adapters start processes, open files or open sockets", () => {
    const doors = /^node:(child_process|fs|fs\/promises|net|http|https|tls|dgram|worker_threads)$/;
    const open = files.flatMap(({ path, imports }) => imports.filter(({ from }) => doors.test(from) && !path.startsWith("host/node-")).map(({ from }) => `src/${path} imports ${from}: go through a port of src/host.`));
    expect(open).toEqual([]);
  });
});
