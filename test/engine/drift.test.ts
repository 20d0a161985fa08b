import { describe, expect, test } from "vitest";
import { readDrift } from "../../src/engine/drift.ts";
import { aContainer } from "../support/seen.ts";

// What compose 2.26 printed on `create --dry-run --no-build -- db web named` for a project `drift`.
const SAMPLES = {
  none: " DRY-RUN MODE -  Network drift_default  Creating \n DRY-RUN MODE -  Network drift_default  Created \n DRY-RUN MODE -  Container drift-db-1  Creating \n DRY-RUN MODE -  Container my-named  Creating \n DRY-RUN MODE -  Container my-named  Created \n DRY-RUN MODE -  Container drift-db-1  Created \n DRY-RUN MODE -  Container drift-web-1  Creating \n DRY-RUN MODE -  Container drift-web-1  Created \n",
  created: "",
  running: " DRY-RUN MODE -  Container drift-db-1  Running \n DRY-RUN MODE -  Container drift-web-1  Running \n DRY-RUN MODE -  Container my-named  Running \n",
  webChanged: " DRY-RUN MODE -  Container drift-db-1  Running \n DRY-RUN MODE -  Container my-named  Running \n DRY-RUN MODE -  Container drift-web-1  Recreate \n DRY-RUN MODE -  Container drift-web-1  Recreated \n",
  namedGone: " DRY-RUN MODE -  Container my-named  Creating \n DRY-RUN MODE -  Container drift-db-1  Running \n DRY-RUN MODE -  Container drift-web-1  Recreate \n DRY-RUN MODE -  Container drift-web-1  Recreated \n DRY-RUN MODE -  Container my-named  Created \n",
  dbStopped: " DRY-RUN MODE -  Container drift-db-1  Created \n DRY-RUN MODE -  Container drift-web-1  Running \n",
  scaled: " DRY-RUN MODE -  Container drift-db-1  Running \n DRY-RUN MODE -  Container drift-web-1  Running \n DRY-RUN MODE -  Container drift-web-2  Creating \n DRY-RUN MODE -  Container drift-web-2  Created \n",
};

const services = ["db", "web", "named"];
const db = aContainer({ service: "db", name: "drift-db-1" });
const web = aContainer({ service: "web", name: "drift-web-1" });
const named = aContainer({ service: "named", name: "my-named" });

describe("readDrift", () => {
  test.each([
    ["no containers yet", "none", [], { db: "create", web: "create" }],
    ["all created, none started: compose has nothing to say", "created", [db, web, named], {}],
    ["all current", "running", [db, web, named], { db: "keep", web: "keep", named: "keep" }],
    ["one changed", "webChanged", [db, web, named], { db: "keep", web: "recreate", named: "keep" }],
    ["one gone, one changed", "namedGone", [db, web], { db: "keep", web: "recreate" }],
    ["one stopped", "dbStopped", [db, web], { db: "keep", web: "keep" }],
    ["one more of a service", "scaled", [db, web], { db: "keep", web: "create" }],
  ] as const)("%s", (_name, sample, containers, expected) => {
    expect(Object.fromEntries(readDrift(SAMPLES[sample], "drift", services, [...containers]))).toEqual(expected);
  });

  test("a change of one of several containers is a change of the service, whatever is said after it", () => {
    const second = aContainer({ service: "web", name: "drift-web-2" });
    expect(readDrift(" Container drift-web-1  Recreate\n Container drift-web-2  Running\n", "drift", services, [web, second]).get("web")).toBe("recreate");
  });

  test("names with hyphens and digits do not get mixed up", () => {
    const output = " Container shop-web-1  Recreate\n Container shop-web-2-1  Creating\n Container shop-web-2  Running\n";
    expect(Object.fromEntries(readDrift(output, "shop", ["web", "web-2"], []))).toEqual({ web: "recreate", "web-2": "create" });
  });

  test("a refusal has no plan in it", () => {
    expect(readDrift("Error response from daemon: No such image: gone:1\n", "drift", services, [db]).size).toBe(0);
  });
});
