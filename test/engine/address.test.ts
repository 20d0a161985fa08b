import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { engineAddress } from "../../src/engine/address.ts";
import { fakeMachine } from "../support/fake-machine.ts";
import { memoryFiles } from "../support/memory-files.ts";

const find = (env: Record<string, string>, tree: Record<string, string> = {}) => engineAddress({ files: memoryFiles(tree), machine: fakeMachine({ env }) });

describe("DOCKER_HOST", () => {
  test.each([
    ["unix:///run/user/1000/docker.sock", { api: { socket: "/run/user/1000/docker.sock" }, host: "127.0.0.1", words: "/run/user/1000/docker.sock" }],
    ["unix://", { api: { socket: "/var/run/docker.sock" }, host: "127.0.0.1", words: "/var/run/docker.sock" }],
    ["tcp://build-box:2375", { api: { host: "build-box", port: 2375 }, host: "build-box", words: "tcp://build-box:2375" }],
    ["tcp://build-box", { api: { host: "build-box", port: 2375 }, host: "build-box", words: "tcp://build-box" }],
    ["tcp://[::1]:2375", { api: { host: "::1", port: 2375 }, host: "::1", words: "tcp://[::1]:2375" }],
    ["ssh://dev@build-box:22/x", { host: "build-box", words: "ssh://build-box" }],
    ["npipe:////./pipe/docker_engine", { host: "127.0.0.1", words: "npipe://127.0.0.1" }],
    ["/var/run/docker.sock", { host: "127.0.0.1", words: "/var/run/docker.sock" }],
    ["build-box:2375", { host: "127.0.0.1", words: "build-box:2375" }],
  ])("%s", async (DOCKER_HOST, expected) => {
    expect(await find({ DOCKER_HOST })).toEqual(expected);
  });

  test("with TLS goes by the docker command", async () => {
    expect(await find({ DOCKER_HOST: "tcp://build-box:2376", DOCKER_TLS_VERIFY: "1" })).toEqual({ host: "build-box", words: "tcp://build-box" });
  });

  test("credentials in it are not shown", async () => {
    expect(JSON.stringify(await find({ DOCKER_HOST: "ssh://dev:canary@build-box" }))).not.toContain("canary");
  });

  test("stands above contexts", async () => {
    expect((await find({ DOCKER_HOST: "unix:///a.sock", DOCKER_CONTEXT: "remote" })).words).toBe("/a.sock");
  });
});

describe("contexts", () => {
  const digest = createHash("sha256").update("remote").digest("hex");
  const folder = "/home/dev/.docker";
  const context = (host: string, at = folder) => ({ [`${at}/contexts/meta/${digest}/meta.json`]: JSON.stringify({ Name: "remote", Endpoints: { docker: { Host: host } } }) });
  const current = { [`${folder}/config.json`]: '{"currentContext": "remote"}' };
  const socket = { api: { socket: "/var/run/docker.sock" }, host: "127.0.0.1", words: "/var/run/docker.sock" };

  test.each<[string, Record<string, string>, Record<string, string>, object]>([
    ["none", {}, {}, socket],
    ["the default one by name", { DOCKER_CONTEXT: "default" }, current, socket],
    ["the configured one", {}, { ...current, ...context("unix:///run/user/1000/docker.sock") }, { api: { socket: "/run/user/1000/docker.sock" }, host: "127.0.0.1", words: "/run/user/1000/docker.sock" }],
    ["that of DOCKER_CONTEXT", { DOCKER_CONTEXT: "remote" }, context("tcp://build-box:2375"), { api: { host: "build-box", port: 2375 }, host: "build-box", words: "tcp://build-box:2375" }],
    ["in the folder of DOCKER_CONFIG", { DOCKER_CONFIG: "/conf", DOCKER_CONTEXT: "remote" }, context("ssh://build-box", "/conf"), { host: "build-box", words: "ssh://build-box" }],
    ["with TLS", { DOCKER_CONTEXT: "remote" }, { ...context("tcp://build-box:2376"), [`${folder}/contexts/tls/${digest}/docker/ca.pem`]: "" }, { host: "build-box", words: "tcp://build-box" }],
    ["a damaged configuration", {}, { [`${folder}/config.json`]: "{" }, socket],
    ["a damaged context is left to the docker command", { DOCKER_CONTEXT: "remote" }, { [`${folder}/contexts/meta/${digest}/meta.json`]: "no" }, { host: "127.0.0.1", words: "context remote" }],
  ])("%s", async (_name, env, tree, expected) => {
    expect(await find(env, tree)).toEqual(expected);
  });
});
