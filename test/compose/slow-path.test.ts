import { expect, test } from "vitest";
import type { ServiceModel } from "../../src/compose/model.ts";
import { slowPath } from "../../src/compose/slow-path.ts";
import { aModel } from "../support/seen.ts";

const plain: ServiceModel = { image: "x", command: ["x"], entrypoint: null, networks: { default: null }, ports: [{ target: 80 }], healthcheck: { test: ["CMD", "x"] }, restart: "always", environment: { A: "1" }, deploy: { resources: {} }, mem_limit: "1", depends_on: { db: { condition: "service_healthy" } } };

test.each<[string, ServiceModel, string | undefined]>([
  ["what compose's config gives for a plain service", plain, undefined],
  ["one replica", { ...plain, scale: 1, deploy: { replicas: 1 } }, undefined],
  ["a key without a value", { ...plain, secrets: null }, undefined],
  ["hooks", { ...plain, post_start: [{ command: ["x"] }] }, "web uses post_start"],
  ["secrets", { ...plain, secrets: [{ source: "a" }] }, "web uses secrets"],
  ["configs", { ...plain, configs: [{ source: "a" }] }, "web uses configs"],
  ["a key of a version to come", { ...plain, something_new: true }, "web uses something_new"],
  ["scale", { ...plain, scale: 2 }, "web uses scale"],
  ["replicas", { ...plain, deploy: { replicas: 3 } }, "web has replicas"],
  ["the network of a service", { ...plain, network_mode: "service:db" }, "web shares the network of another"],
  ["the network of a container", { ...plain, network_mode: "container:x" }, "web shares the network of another"],
  ["the network of the host", { ...plain, network_mode: "host" }, undefined],
])("%s", (_name, web, expected) => {
  expect(slowPath(aModel({ db: {}, web }), ["db", "web"])).toBe(expected);
});

test("a service that is not started does not matter", () => {
  expect(slowPath(aModel({ web: plain, odd: { scale: 2 } }), ["web"])).toBeUndefined();
});
