import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the image of redis was made for another processor",
  expect: { code: "image-platform", service: "redis" },
  async inject(stack) {
    const folder = mkdtempSync(join(tmpdir(), "platform-"));
    // The head of a program for arm64, and nothing behind it.
    writeFileSync(join(folder, "redis-server"), Buffer.from("7f454c460201010000000000000000000200b70001000000780040000000000040000000000000000000000000000000000000004000380001000000000000000100000005000000000000000000000000004000000000000000400000000000780000000000000078000000000000000010000000000000", "hex"), { mode: 0o755 });
    execFileSync("bash", ["-c", 'tar -C "$1" -c redis-server | docker import --platform linux/arm64 -c "ENTRYPOINT [\\"/redis-server\\"]" - "$2"', "import", folder, `${stack.project.name}-arm`]);
    rmSync(folder, { recursive: true });
    stack.after(() => docker("rmi", "-f", `${stack.project.name}-arm`));
    stack.env("REDIS_IMAGE", `${stack.project.name}-arm`);
    await stack.renew("redis");
    await stack.failing("redis");
  },
};
