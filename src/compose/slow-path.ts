import type { Model } from "./model.ts";

/**
 * Keys of a service under which creating a container and starting it over the API is all that `up` would do. Anything
 * else (hooks, inline secrets and configs that newer versions inject at start, …) is left to compose.
 */
const PLAIN = new Set(
  `annotations blkio_config build cap_add cap_drop cgroup cgroup_parent command container_name cpu_count cpu_percent cpu_period
  cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset depends_on device_cgroup_rules devices dns dns_opt dns_search
  domainname entrypoint env_file environment expose extra_hosts group_add healthcheck hostname image init ipc isolation labels
  logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit network_mode networks oom_kill_disable
  oom_score_adj pid pids_limit platform ports privileged profiles pull_policy read_only restart runtime security_opt shm_size
  stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits user userns_mode uts volumes volumes_from
  working_dir deploy`.split(/\s+/),
);

/** Why compose itself must start these services; undefined where create and start do the same. */
export function slowPath(model: Model, services: string[]): string | undefined {
  for (const service of services) {
    const one = model.services[service] ?? {};
    const odd = Object.entries(one).find(([key, value]) => !PLAIN.has(key) && value !== null && value !== undefined);
    if (odd && !(odd[0] === "scale" && odd[1] === 1)) return `${service} uses ${odd[0]}`;
    if ((one.deploy?.replicas ?? 1) !== 1) return `${service} has replicas`;
    const { network_mode: mode } = one;
    if (mode?.startsWith("service:") || mode?.startsWith("container:")) return `${service} shares the network of another`;
  }
  return undefined;
}
