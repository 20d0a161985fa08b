import { describe, expect, test } from "vitest";
import { foreignFolder, runningProject } from "../../src/engine/running-project.ts";
import { aProject } from "../support/seen.ts";

function listed(project: string, folder = "/srv/shop", files = `${folder}/compose.yaml`) {
  const labels = { "com.docker.compose.project": project, "com.docker.compose.project.working_dir": folder, "com.docker.compose.project.config_files": files };
  return { id: project, name: `${project}-web-1`, state: "running", labels, ports: [] };
}

describe("containers that run from this folder and these files keep their project's name", () => {
  test.each([
    ["none run", [], "shop"],
    ["they have the name already", [listed("shop")], "shop"],
    ["they have another", [listed("older")], "older"],
    ["from another folder", [listed("older", "/srv/other")], "shop"],
    ["from other files", [listed("older", "/srv/shop", "/srv/shop/compose.test.yaml")], "shop"],
    ["under two names, so nothing is certain", [listed("older"), listed("oldest")], "shop"],
  ])("%s", (_name, containers, expected) => {
    expect(runningProject(aProject(), containers).name).toBe(expected);
  });

  test("and that is said", () => {
    expect(runningProject(aProject(), [listed("older")])).toMatchObject({ namedBy: "its containers", doubt: "its containers run as older, not as shop" });
  });

  test("but not against COMPOSE_PROJECT_NAME", () => {
    expect(runningProject(aProject({ namedBy: "COMPOSE_PROJECT_NAME" }), [listed("older")]).name).toBe("shop");
  });
});

describe("foreignFolder", () => {
  test.each([
    ["none", [], undefined],
    ["our own", [listed("shop")], undefined],
    ["another project of another folder", [listed("other", "/srv/other")], undefined],
    ["our name in another folder", [listed("shop"), listed("shop", "/srv/other")], "/srv/other"],
    ["a container without the label", [{ ...listed("shop"), labels: { "com.docker.compose.project": "shop" } }], undefined],
  ])("%s", (_name, containers, expected) => {
    expect(foreignFolder(aProject(), containers)).toBe(expected);
  });
});
