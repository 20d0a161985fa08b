import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/text/parse-json.ts";
import { healthCheck } from "../../src/tools/health-check.ts";
import { startEnv } from "../../src/tools/start-env.ts";
import { ROOT, shop } from "../support/shop.ts";
import { shopModel } from "../support/shop-files.ts";
import { good, refused } from "../support/sound.ts";

const OTHER = "docker-compose.other.yml";

/** A shop beside another project of the same folder. Compose refuses where `config` gives nothing, and creates nothing under another name than shop. */
function twoProjects(config: (args: string[]) => object | undefined = shopModel) {
  const answer = (model: object | undefined) => (model ? { stdout: JSON.stringify(model) } : { exitCode: 1, stderr: "env file .env.tools not found" });
  const world = shop({
    files: { [OTHER]: "name: other\nservices:\n  redis:\n    image: redis:7\n" },
    commands: [
      { argv: (argv) => argv.join(" ").endsWith(" config --format json"), answer: ({ args }) => answer(args.includes(OTHER) ? { name: "other", services: { redis: { image: "redis:7" } } } : config(args)) },
      { argv: (argv) => / -p (?!shop )\S+ .* (build|create) /.test(argv.join(" ")), answer: { exitCode: 1, stderr: "not here" } },
    ],
  });
  const written = (name: string) => world.files.tree()[`${ROOT}/.devops-infra/${name}`];
  return { ...world, isolation: () => parseJson<object>(written("isolated.json") ?? "null"), override: () => written("isolated.compose.yaml") };
}

describe("isolated", () => {
  test("is one project of the folder: the others stay what they are, and none can be it beside", async () => {
    const { call, isolation } = twoProjects();
    await call(startEnv, { isolated: true });
    const made = isolation();
    expect(made).toMatchObject({ of: { name: "shop", files: ["compose.yaml"] }, project: expect.stringMatching(/^shop-\w{6}$/) });
    expect(good(await call(healthCheck)).result["summary"]).toMatch(/shop-\w{6} .*isolated/);
    expect(good(await call(healthCheck, { project: OTHER })).result["summary"]).toBe("**down**: No container of other is there.");
    expect(refused(await call(startEnv, { isolated: true, project: OTHER })).error).toMatchObject({ code: "other-isolated", message: expect.stringMatching(/^shop is isolated in this checkout \(as shop-\w{6}\)/), fix: expect.stringContaining("start_env with isolated: false") });
    await call(startEnv, { isolated: false, project: OTHER });
    expect(isolation()).toEqual(made);
    await call(startEnv, { isolated: false });
    expect(isolation()).toBeNull();
  });

  const TOOLS = { image: "shop-tools", ports: [{ mode: "ingress", target: 9000, published: "9000", protocol: "tcp" }] };
  const all = (args: string[]) => args.includes("--profile=*");

  test("moves the ports of services that no profile has switched on", async () => {
    const { call, override } = twoProjects((args) => ({ ...shopModel(), services: { ...shopModel().services, ...(all(args) ? { tools: TOOLS } : {}) } }));
    await call(startEnv, { isolated: true });
    expect(override()).toMatch(/"tools":\n {4}ports: !override\n {6}- \{"mode":"ingress","target":9000,"published":"[2-4]\d{4}"/);
  });

  test("moves those of the others where a profile lacks what compose needs to read it", async () => {
    const { call, override } = twoProjects((args) => (all(args) ? undefined : shopModel()));
    await call(startEnv, { isolated: true });
    expect(override()).toMatch(/"redis":\n {4}ports: !override/);
  });
});
