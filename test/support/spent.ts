/** Milliseconds of processor time that this process has taken since `process.cpuUsage()`: other load does not count. */
export function spentMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
