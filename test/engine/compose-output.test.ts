import { expect, test } from "vitest";
import { ComposeOutput } from "../../src/engine/compose-output.ts";

/** What is told of these lines, one after another. */
function told(text: string, services = ["server", "frontend"]): string[] {
  const output = new ComposeOutput(services, (service) => ({ redis: "redis:7", db: "postgres:16" })[service]);
  return text.split("\n").flatMap((line) => output.read(line.trim()) ?? []);
}

test("a build by BuildKit, as compose prints it", () => {
  expect(told(`
#0 building with "default" instance using docker driver
#1 [server internal] load build definition from Dockerfile.dev
#1 transferring dockerfile: 846B done
#3 [server internal] load metadata for docker.io/library/debian:latest
#5 [server internal] load build context
#6 [server 2/4] RUN apt-get update     && apt-get install -y python3
#6 0.612 Get:1 http://deb.example.org/debian bookworm InRelease
#6 CACHED
#15 [frontend builder 3/8] COPY apps/frontend/package.json ./
#9 [server] exporting to image
#9 naming to docker.io/library/ref6-server done`)).toEqual([
    "building server: looking for docker.io/library/debian:latest",
    "building server: sending its files",
    "building server: step 2/4, RUN apt-get update     && apt-get install -y python3",
    "building frontend: step 3/8 of builder, COPY apps/frontend/package.json ./",
    "building server: writing the image",
  ]);
});

test("a build of one service that leaves its name out, and the legacy builder", () => {
  expect(told("#6 [2/4] RUN make\n#7 [builder 1/2] WORKDIR /app\n#8 exporting to image", ["server"])).toEqual(["building server: step 2/4, RUN make", "building server: step 1/2 of builder, WORKDIR /app"]);
  expect(told("#6 [2/4] RUN make")).toEqual(["building: step 2/4, RUN make"]);
  expect(told("Step 3/9 : RUN npm ci\n ---> Using cache")).toEqual(["building: step 3/9, RUN npm ci"]);
});

test("a pull: which images, and how many of their layers are here", () => {
  expect(told(`
 db Pulling
 redis Pulling
 0123456789ab Pulling fs layer
 1123456789ab Pulling fs layer
 1123456789ab Downloading [====>      ]  1.2MB/9MB
 0123456789ab Already exists
 1123456789ab Pull complete
 redis Pulled
 db Pulled`)).toEqual(["pulling postgres:16", "pulling postgres:16, redis:7", "pulling postgres:16, redis:7: 1 of 2 layers", "pulling postgres:16, redis:7: 2 of 2 layers", "pulling postgres:16: 2 of 2 layers"]);
  expect(told(" Image redis:7 Pulling")).toEqual(["pulling redis:7"]);
});

test.each([" Container shop-redis-1  Created", " Network shop_default  Creating", "WARN[0000] the attribute `version` is obsolete", "", "#8 ERROR: process did not complete"])("%j says nothing of it", (line) => {
  expect(told(line)).toEqual([]);
});
