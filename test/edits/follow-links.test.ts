import { expect, test } from "vitest";
import { followLinks } from "../../src/edits/follow-links.ts";
import { memoryFiles } from "../support/memory-files.ts";

const ROOT = "/srv/shop";

test.each([
  [`${ROOT}/data`, `${ROOT}/data`],
  [`${ROOT}/new/deep`, `${ROOT}/new/deep`],
  [`${ROOT}/link`, "/etc"],
  [`${ROOT}/link/passwd`, "/etc/passwd"],
  [`${ROOT}/link/none`, "/etc/none"],
  [`${ROOT}/up/other`, "/srv/other"],
  [`${ROOT}/dangling`, "/"],
  [`${ROOT}/dangling/x`, "/x"],
  [`${ROOT}/circle`, "/"],
])("%s", async (path, real) => {
  const files = memoryFiles({ [`${ROOT}/data/x`]: "", "/etc/passwd": "" });
  files.link(`${ROOT}/link`, "/etc");
  files.link(`${ROOT}/up`, "..");
  files.link(`${ROOT}/dangling`, "/nowhere");
  files.link(`${ROOT}/circle`, "circle");
  const links = await followLinks(files, { volumes: [{ type: "bind", source: path, target: "/x" }], build: { context: path }, env_file: [{ path }] }, {});
  expect(links.get(path)).toBe(real);
});
