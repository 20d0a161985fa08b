import { describe, expect, test } from "vitest";
import { containerOf, type Inspection } from "../../src/engine/container.ts";

// Cut from what Engine 20.10 says of two containers that compose 2.26 made.
const WEB: Inspection = {
  Id: "7760a58ca920",
  Created: "2026-11-23T17:23:23.292661284Z",
  State: { Status: "running", OOMKilled: false, ExitCode: 0, Error: "", StartedAt: "2026-11-23T17:23:23.955249446Z", FinishedAt: "0001-01-01T00:00:00Z", Health: { Status: "healthy", Log: [{ End: "2026-11-23T17:23:25.006892907Z", ExitCode: 0, Output: "fine\n" }] } },
  Image: "sha256:f2ebaf74c582",
  Name: "/sample-web-1",
  RestartCount: 0,
  HostConfig: { RestartPolicy: { Name: "unless-stopped" }, Memory: 67108864 },
  Config: {
    Env: ["A=b=c", "EMPTY="],
    Image: "debian:latest",
    Healthcheck: { Test: ["CMD-SHELL", "echo fine"] },
    Labels: { "com.docker.compose.project": "sample", "com.docker.compose.service": "web", "com.docker.compose.project.working_dir": "/srv/sample" },
  },
  NetworkSettings: { Networks: { sample_default: { NetworkID: "b09865d3ddbf", IPAddress: "172.18.0.2" }, created: { NetworkID: "" } }, Ports: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "39181" }], "81/udp": [{ HostIp: "0.0.0.0", HostPort: "39182" }, { HostIp: "::", HostPort: "39182" }], "90/tcp": null } },
};

const BAD: Inspection = {
  Id: "6295a0d098cb",
  Name: "/sample-bad-1",
  Created: "2026-11-23T17:23:23.293443719Z",
  State: { Status: "exited", ExitCode: 3, Error: "", StartedAt: "2026-11-23T17:23:23.883760231Z", FinishedAt: "2026-11-23T17:23:23.88173848Z" },
  HostConfig: { RestartPolicy: { Name: "" }, Memory: 0 },
  Config: { Image: "debian:latest", Labels: { "com.docker.compose.service": "bad" } },
  NetworkSettings: { Ports: {} },
};

test("a running container", () => {
  expect(containerOf(WEB)).toEqual({
    id: "7760a58ca920",
    name: "sample-web-1",
    service: "web",
    project: "sample",
    folder: "/srv/sample",
    image: "debian:latest",
    imageId: "sha256:f2ebaf74c582",
    state: "running",
    health: "healthy",
    healthLog: [{ exitCode: 0, output: "fine\n", endedMs: Date.UTC(2026, 10, 23, 17, 23, 25, 6) }],
    healthTest: ["CMD-SHELL", "echo fine"],
    exitCode: 0,
    oomKilled: false,
    error: "",
    restarts: 0,
    restartPolicy: "unless-stopped",
    createdMs: Date.UTC(2026, 10, 23, 17, 23, 23, 292),
    startedMs: Date.UTC(2026, 10, 23, 17, 23, 23, 955),
    finishedMs: 0,
    memoryLimit: 67108864,
    unnamedVolumes: [],
    environment: { A: "b=c", EMPTY: "" },
    networks: [{ id: "b09865d3ddbf", name: "sample_default", address: "172.18.0.2" }],
    ports: [
      { containerPort: 80, protocol: "tcp", address: "127.0.0.1", hostPort: 39181 },
      { containerPort: 81, protocol: "udp", address: "0.0.0.0", hostPort: 39182 },
      { containerPort: 81, protocol: "udp", address: "::", hostPort: 39182 },
    ],
  });
});

test("one that has ended, without a health check, ports and restart policy", () => {
  expect(containerOf(BAD)).toMatchObject({ state: "exited", exitCode: 3, health: "none", healthTest: [], restartPolicy: "no", memoryLimit: 0, ports: [], project: "" });
});

describe("what an engine may leave out or say otherwise", () => {
  test.each([
    ["everything", { Id: "1", Name: "/x" }, { state: "dead", service: "", health: "none", startedMs: 0, restarts: 0 }],
    ["no labels", { Id: "1", Name: "/x", Config: { Labels: null } }, { service: "", folder: "" }],
    ["no health log yet", { Id: "1", Name: "/x", State: { Health: { Status: "starting", Log: null } } }, { health: "starting", healthLog: [] }],
    ["a state of its own", { Id: "1", Name: "/x", State: { Status: "removing" } }, { state: "dead" }],
    ["a port bound to every address", { Id: "1", Name: "/x", NetworkSettings: { Ports: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] } } }, { ports: [{ containerPort: 80, protocol: "tcp", address: "0.0.0.0", hostPort: 8080 }] }],
  ] as const)("%s", (_name, inspection, expected) => {
    expect(containerOf(JSON.parse(JSON.stringify(inspection)))).toMatchObject(expected);
  });
});
