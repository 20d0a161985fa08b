import type { StackCheck } from "./stack-facts.ts";
import type { Problem } from "./problem.ts";

/** Does Redis run and take no writes: it follows another one, could not save, is full? */
export const redisRefuses: StackCheck = {
  codes: ["redis-readonly", "redis-not-saving", "redis-full"],
  judge: ({ redis, snapshot }) =>
    [...redis].flatMap(([service, info]): Problem[] => {
      const shown = (...names: string[]) => [{ source: `INFO of ${service}`, excerpt: names.map((name) => `${name}:${info[name] ?? ""}`).join("\n") }];
      const make = (code: Problem["code"], cause: string, fix: string, ...names: string[]): Problem[] => [{ code, service, cause, confidence: "proven", evidence: shown(...names), fix: { summary: fix } }];
      const meant = JSON.stringify(snapshot.read.model?.services[service]?.command ?? "").includes("replicaof");
      if (info["role"] === "slave" && !meant) return make("redis-readonly", `${service} follows ${info["master_host"]}:${info["master_port"]} and takes no writes (the link is ${info["master_link_status"]}).`, `Make it its own master again: \`redis-cli replicaof no one\` in ${service}.`, "role", "master_host", "master_link_status");
      if (info["rdb_last_bgsave_status"] === "err" || info["aof_last_write_status"] === "err") return make("redis-not-saving", `${service} could not write its data to disk and takes no writes until it can.`, `See the disk, the rights and the directory of ${service}'s data (its log says which), then \`redis-cli bgsave\` in ${service}.`, "rdb_last_bgsave_status", "aof_last_write_status");
      const [used, most] = [Number(info["used_memory"]), Number(info["maxmemory"])];
      if (most > 0 && used >= most && info["maxmemory_policy"] === "noeviction") return make("redis-full", `${service} has reached its memory limit of ${most} bytes and may forget nothing (noeviction), so it takes no writes.`, "Raise maxmemory, or let it forget what is old (maxmemory-policy allkeys-lru).", "used_memory", "maxmemory", "maxmemory_policy");
      return [];
    }),
};
