import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { describe, expect, inject, test } from "vitest";
import { runCli } from "../support/run-cli.ts";

const cli = (args: string[], interrupt?: (kill: () => void) => void) => runCli(inject("storyProgram"), args, interrupt ? { interrupt } : {});

describe("a verb", () => {
  test("prints the text of its result", async () => {
    expect(await cli(["echo", "hello", "--times", "2"])).toEqual({ code: 0, stdout: "hello hello\n", stderr: "" });
  });

  test("prints exactly the structured result with --json", async () => {
    const { stdout, code } = await cli(["echo", "hello", "--words=a", "--words", "b", "--json"]);
    expect({ code, result: JSON.parse(stdout) }).toEqual({ code: 0, result: { summary: "hello a b", count: 1 } });
  });

  test("has a short form, switches, and JSON for objects", async () => {
    expect((await cli(["drop", "--remove-volumes", "--labels", '{"a":"b"}'])).stdout).toBe('all {"a":"b"}\n');
    expect((await cli(["drop-data", "--no-remove-volumes"])).stdout).toBe("nothing {}\n");
    expect((await cli(["--workspace", "/", "drop", "--remove-volumes=false"])).stdout).toBe("nothing {}\n");
  });

  test("takes everything behind -- as words", async () => {
    expect((await cli(["echo", "--", "--json"])).stdout).toBe("--json\n");
  });
});

describe("the exit code", () => {
  test.each([
    { args: ["fail", "--how", "problem"], code: 1, stdout: "it is down\n", stderr: "" },
    { args: ["fail", "--how", "user-error"], code: 2, stdout: "", stderr: "Error no-engine: There is no engine.\nFix: Start one." },
    { args: ["fail", "--how", "bug"], code: 70, stdout: "", stderr: "TypeError: x is not a function" },
    { args: ["fail", "--how", "odd"], code: 2, stdout: "", stderr: "invalid-arguments" },
    { args: ["fail"], code: 2, stdout: "", stderr: "`how`" },
    { args: [], code: 2, stdout: "", stderr: "Usage:" },
    { args: ["echo", "a", "b"], code: 2, stdout: "", stderr: "echo takes one text, but was given 2. Write echo 'a b'." },
    { args: ["ehco"], code: 2, stdout: "", stderr: "There is no verb ehco. Did you mean echo?" },
    { args: ["echo", "a", "--tims", "3"], code: 2, stdout: "", stderr: "There is no flag --tims here. Did you mean --times?" },
    { args: ["echo", "--times"], code: 2, stdout: "", stderr: "--times needs a value." },
    { args: ["drop", "--labels", "{a"], code: 2, stdout: "", stderr: "--labels is not valid JSON" },
    { args: ["fail", "problem"], code: 2, stdout: "", stderr: "fail takes flags only, but was given problem." },
    { args: ["echo", "--workspace", "/nonexistent", "a"], code: 2, stdout: "", stderr: "workspace-missing" },
  ])("of $args is $code", async ({ args, code, stdout, stderr }) => {
    const run = await cli(args);
    expect(run).toEqual({ code, stdout, stderr: expect.stringContaining(stderr) });
  });

  test.each([
    [["fail", "--how", "user-error", "--json"], 2, "no-engine"],
    [["fail", "--how", "bug", "--json"], 70, "bug"],
    [["echo", "--nonsense", "--json"], 2, "unknown-flag"],
  ])("%j prints {error}", async (args, code, errorCode) => {
    const run = await cli(args);
    expect({ code: run.code, body: JSON.parse(run.stdout) }).toEqual({ code, body: { error: expect.objectContaining({ code: errorCode }) } });
  });
});

describe("progress", () => {
  test("goes to standard error, a line whenever it changes", async () => {
    const run = await cli(["count-slowly", "--steps", "3", "--step-ms", "1"]);
    expect(run).toEqual({ code: 0, stdout: "counted\n", stderr: "step 1 (1/3)\nstep 2 (2/3)\nstep 3 (3/3)\n" });
  });

  test("is left out with --json", async () => {
    expect((await cli(["count-slowly", "--steps", "3", "--step-ms", "1", "--json"])).stderr).toBe("");
  });
});

describe("Ctrl-C", () => {
  test("once: the work ends, its result is printed, exit 130", async () => {
    const run = await cli(["count-slowly", "--steps", "1000", "--step-ms", "20"], (kill) => kill());
    expect(run).toMatchObject({ code: 130, stdout: "cancelled\n" });
    expect(run.stderr).toContain("the work was cancelled");
  });

  test("ends what the call had started", async () => {
    const started = performance.now();
    expect(await cli(["leave-child"], (kill) => kill())).toMatchObject({ code: 130, stdout: "cancelled\n" });
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

describe("--watch", () => {
  test("looks again and again until Ctrl-C: exit 130", async () => {
    const run = await cli(["look-around", "--watch"], (kill) => setTimeout(kill, 2_500));
    expect(run).toMatchObject({ code: 130, stdout: expect.stringMatching(/^\d\d:\d\d:\d\d\nlook 1\n\n\d\d:\d\d:\d\d\nlook 2\n$/) });
  });

  test("as JSON it prints a document a line, until nobody reads them", () => {
    const read = execFileSync("sh", ["-c", '"$0" "$1" look-around --watch --json 2>/dev/null | head -n 2', process.execPath, inject("storyProgram")], { encoding: "utf8" });
    expect(read).toBe('{"summary":"look 1"}\n{"summary":"look 2"}\n');
  });

  test("stands in the help of the verbs that can be watched, and is refused by the others", async () => {
    expect((await cli(["help", "look-around"])).stdout).toMatch(/^ {2}--watch +Look again every two seconds/m);
    expect((await cli(["help", "echo"])).stdout).not.toContain("--watch");
    expect(await cli(["echo", "a", "--watch"])).toEqual({ code: 2, stdout: "", stderr: "echo cannot be watched. Leave --watch out; look-around can be watched.\n" });
  });
});

describe("help", () => {
  test("of the program names every verb", async () => {
    const [flag, word] = await Promise.all([cli(["--help"]), cli(["help"])]);
    expect(flag).toEqual(word);
    expect(flag.code).toBe(0);
    expect(flag.stdout).toMatch(/^ {2}drop-data, drop +Drop data$/m);
  });

  test("of a verb names every field", async () => {
    const [flag, word] = await Promise.all([cli(["echo", "--help"]), cli(["help", "echo"])]);
    expect(flag).toEqual(word);
    expect(flag.stdout).toContain("Usage: devops-bestays-infra echo [TEXT] [flags]");
    expect(flag.stdout).toMatch(/^ {2}--words TEXT +\(may be repeated\)$/m);
    expect((await cli(["help", "fail"])).stdout).toContain("--how user-error|bug|bad-result|problem");
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
    expect((await cli(["--version"])).stdout).toBe(`${version}\n`);
  });
});

test("a reader that stops early is no error, and a long text comes whole", () => {
  const long = "x".repeat(100_000);
  const shell = (pipe: string) => execFileSync("sh", ["-c", `"$0" "$1" echo "$2" --times 10 | ${pipe}`, process.execPath, inject("storyProgram"), long], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  expect(Number(shell("wc -c"))).toBe(1_000_010);
  expect(shell("head -c 3; echo; sleep 0.2")).toBe("xxx\n");
});
