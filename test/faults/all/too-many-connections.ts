import { spawn } from "node:child_process";
import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "every connection that postgres allows is taken",
  expect: { code: "too-many-connections" },
  async inject(stack) {
    stack.sql("ALTER SYSTEM SET max_connections = 8");
    docker("restart", "-t", "5", stack.id("postgres"));
    stack.after(() => {
      docker("restart", "-t", "5", stack.id("postgres"));
    });
    await stack.until("postgres answers", () => docker("inspect", "-f", "{{.State.Health.Status}}", stack.id("postgres")) === "healthy");
    stack.sql("ALTER SYSTEM RESET max_connections");
    // Its own connections would be free for it again.
    stack.compose("rm", "-fs", "server");
    const holders = Array.from({ length: 12 }, () => spawn("docker", ["exec", stack.id("postgres"), "psql", "-U", "bestays_user", "-d", "bestays_dev", "-c", "SELECT pg_sleep(300)"], { stdio: "ignore" }));
    stack.after(() => holders.forEach((one) => one.kill("SIGKILL")));
    await stack.until("every slot is taken", () => {
      try {
        stack.sql("SELECT 1");
        return false;
      } catch {
        return true;
      }
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
