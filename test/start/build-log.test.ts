import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { BuildLog } from "../../src/start/build-log.ts";
import { StateFolder } from "../../src/state/state-folder.ts";
import type { Workspace } from "../../src/workspace.ts";
import { memoryFiles } from "../support/memory-files.ts";

function world() {
  const files = memoryFiles({ "/srv/shop/compose.yaml": "" });
  const workspace = { root: "/srv/shop", state: new StateFolder(files, "/srv/shop"), redact: (text: string) => text.replaceAll("s3cret", "[TOKEN]") } as Workspace;
  return { files, workspace, kept: () => files.tree()["/srv/shop/.devops-infra/build.log"] };
}

function logOf(lines: string[]): BuildLog {
  const log = new BuildLog();
  for (const line of lines) log.add(line);
  return log;
}

test("every line, without what must not be shown, at a path from the workspace", async () => {
  const { workspace, kept } = world();
  expect(await logOf(["$ docker compose build", "#1 token s3cret", "", "#1 done"]).write(workspace)).toBe(".devops-infra/build.log");
  expect(kept()).toBe("$ docker compose build\n#1 token [TOKEN]\n\n#1 done\n");
});

test("of more than eight MiB the end, and how much is left out", async () => {
  const { workspace, kept } = world();
  const line = "é".repeat(512 * 1024 - 1);
  await logOf(["first", ...Array<string>(8).fill(`${line}x`), "last"]).write(workspace);
  expect(kept()?.split("\n").map((one) => one.slice(0, 40))).toEqual(["… 2 lines before these are left out …", ...Array<string>(7).fill("é".repeat(40)), "last", ""]);
});

test("nothing printed: an older log stays", async () => {
  const { workspace, files, kept } = world();
  await files.makeFolder("/srv/shop/.devops-infra");
  await files.write("/srv/shop/.devops-infra/build.log", "old\n");
  expect(await new BuildLog().write(workspace)).toBeUndefined();
  expect(kept()).toBe("old\n");
});

test("a disk that is full is no failure of a start", async () => {
  const { workspace, files } = world();
  files.fail("write", new UserError("disk-full", "full", "free some"));
  expect(await logOf(["a"]).write(workspace)).toBeUndefined();
});
