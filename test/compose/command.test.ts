import { describe, expect, test } from "vitest";
import { composeCommand, dockerEnvironment } from "../../src/compose/command.ts";
import { aProject } from "../support/seen.ts";

describe("composeCommand", () => {
  test("gives name, files, profiles and env file before the words", () => {
    const project = aProject({ name: "shop", files: ["compose.yaml", "compose.override.yaml"], profiles: ["a", "b"], envFile: "dev.env", envValues: { A: "1" } });
    expect(composeCommand(project, ["up", "--", "web"], [])).toMatchObject({
      file: "docker",
      cwd: "/srv/shop",
      args: ["compose", "--ansi", "never", "--progress", "plain", "-p", "shop", "-f", "compose.yaml", "-f", "compose.override.yaml", "--profile=a", "--profile=b", "--env-file", "dev.env", "up", "--", "web"],
    });
  });

  test.each([
    [".env is compose's own default", { envFile: ".env", envValues: {} }, []],
    ["another one is named", { envFile: "dev.env", envValues: { A: "1" } }, ["--env-file", "dev.env"]],
    ["one that is not there must not make compose take .env", { envFile: "dev.env", envValues: {} }, ["--env-file", "/dev/null"]],
  ])("env file: %s", (_name, facts, expected) => {
    const { args } = composeCommand(aProject(facts), ["config"], []);
    expect(args.slice(args.indexOf("compose.yaml") + 1, -1)).toEqual(expected);
  });

  test("of the environment only what docker needs and what the files reference goes on", () => {
    const environment = { PATH: "/usr/bin", HOME: "/home/dev", LC_ALL: "C", https_proxy: "http://p", DOCKER_HOST: "unix:///x", AWS_SECRET_ACCESS_KEY: "no", API_KEY: "yes", NODE_OPTIONS: "--require /evil.js", LD_PRELOAD: "/evil.so" };
    expect(composeCommand(aProject({ environment }), ["config"], ["API_KEY", "NOT_SET"]).env).toEqual({
      PATH: "/usr/bin",
      HOME: "/home/dev",
      LC_ALL: "C",
      https_proxy: "http://p",
      DOCKER_HOST: "unix:///x",
      API_KEY: "yes",
      COMPOSE_PROFILES: "",
      COMPOSE_PROJECT_NAME: "shop",
    });
  });

  test("neither the environment nor a reference to it turns the command to another project", () => {
    const environment = { COMPOSE_FILE: "/evil.yaml", COMPOSE_ENV_FILES: "/evil.env", COMPOSE_DISABLE_ENV_FILE: "1", COMPOSE_PROFILES: "x", COMPOSE_PROJECT_NAME: "other" };
    expect(composeCommand(aProject({ environment, profiles: ["a", "b"] }), ["config"], ["COMPOSE_FILE", "COMPOSE_PROJECT_NAME"]).env).toEqual({ PATH: "", COMPOSE_PROFILES: "a,b", COMPOSE_PROJECT_NAME: "shop" });
  });

  test("stand-ins win over a value that is empty", () => {
    expect(composeCommand(aProject({ environment: { PORT: "" } }), ["config"], ["PORT"], { PORT: "65000" }).env["PORT"]).toBe("65000");
  });
});

describe("dockerEnvironment: a repository cannot bring its own docker", () => {
  test.each([
    ["/usr/local/bin:/usr/bin", "/usr/local/bin:/usr/bin"],
    ["node_modules/.bin:/usr/bin", "/usr/bin"],
    [".:/usr/bin:", "/usr/bin"],
    ["/srv/shop/bin:/usr/bin", "/usr/bin"],
    ["/srv/shop:/usr/bin", "/usr/bin"],
    ["/srv/other/../shop/bin:/usr/bin", "/usr/bin"],
    ["/srv/shop2/bin:/usr/bin", "/srv/shop2/bin:/usr/bin"],
    ["", ""],
  ])("PATH %s becomes %s", (path, expected) => {
    expect(dockerEnvironment({ PATH: path }, "/srv/shop")["PATH"]).toBe(expected);
  });
});
