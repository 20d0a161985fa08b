import type { Machine } from "../../src/host/machine.ts";

/** A Linux machine with one process, this one, and nothing in its environment. Asking for listeners that were not given throws. */
export function fakeMachine(facts: Partial<Machine> = {}): Machine {
  const pid = facts.pid ?? 4242;
  return {
    platform: "linux",
    env: {},
    home: "/home/dev",
    cwd: "/srv",
    tempFolder: "/tmp",
    uid: 1000,
    pid,
    bootId: async () => "boot-1",
    processStart: async (asked) => (asked === pid ? "100" : undefined),
    listeners: async () => {
      throw new Error("Unexpected listeners(). Give `listeners` to fakeMachine.");
    },
    memoryKills: async () => {
      throw new Error("Unexpected memoryKills(). Give `memoryKills` to fakeMachine.");
    },
    ...facts,
  };
}
