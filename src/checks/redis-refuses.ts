import type { StackCheck } from "./stack-facts.ts";
import type { Problem } from "./problem.ts";

/** Does Redis run and take no writes: it follows another one, could not save, is full? */
export const redisRefuses: StackCheck = {
  codes: ["redis-readonly", "redis-not-saving", "redis-full"],
  judge: ({ redis }) =>
    [...redis].flatMap(([service, info]): Problem[] => {
      const shown = (...names: string[]) => [{ source: `INFO of ${service}`, excerpt: names.map((name) => `${name}:${info[name] ?? ""}`).join("\n") }];
      const [used, most] = [Number(info["used_memory"]), Number(info["maxmemory"])];
      const make = (code: Problem["code"], cause: string, summary: string, command: string[] | undefined, ...names: string[]): Problem[] => [{ code, service, cause, confidence: "proven", evidence: shown(...names), fix: { summary, ...(command ? { tool: "service_exec", arguments: { service, command: ["redis-cli", ...command] } } : {}) } }];
      // A replica whose link is up serves as it is meant to.
      if (info["role"] === "slave" && info["master_link_status"] === "down") return make("redis-readonly", `${service} follows ${info["master_host"]}:${info["master_port"]}, does not reach it, and takes no writes.`, `Where ${service} is meant to follow it, see why it is not reached; else make ${service} its own master again.`, ["replicaof", "no", "one"], "role", "master_host", "master_link_status");
      if (info["rdb_last_bgsave_status"] === "err" || info["aof_last_write_status"] === "err") return make("redis-not-saving", `${service} could not write its data to disk the last time; as long as it cannot, it takes no writes (unless stop-writes-on-bgsave-error is off).`, `See the disk, the rights and the directory of ${service}'s data, as its log says; then let it save.`, ["bgsave"], "rdb_last_bgsave_status", "aof_last_write_status");
      if (most > 0 && used >= most && info["maxmemory_policy"] === "noeviction") return make("redis-full", `${service} has reached its memory limit of ${most} bytes and may forget nothing (noeviction), so it takes no writes.`, "Raise maxmemory, or let it forget what is old (maxmemory-policy allkeys-lru).", undefined, "used_memory", "maxmemory", "maxmemory_policy");
      return [];
    }),
};
