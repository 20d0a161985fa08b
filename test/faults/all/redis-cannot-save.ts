import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "redis could not write its snapshot, and takes no writes",
  expect: { code: "redis-not-saving", service: "redis" },
  async inject(stack) {
    const cli = (...words: string[]) => stack.exec("redis", "redis-cli", ...words);
    cli("config", "set", "save", "3600 1");
    // Nobody may write there, root neither.
    cli("config", "set", "dir", "/proc");
    stack.after(() => {
      cli("config", "set", "dir", "/data");
      cli("config", "set", "save", "");
    });
    cli("set", "a", "b");
    cli("bgsave");
    await stack.until("redis refuses", () => cli("set", "a", "c").includes("MISCONF"));
  },
};
