import type { Machine } from "../host/machine.ts";

/** Who holds a lock. `nonce` is of this one acquisition and never comes again. */
export interface LockOwner {
  pid: number;
  bootId: string;
  processStart: string;
  /** ISO 8601. */
  since: string;
  nonce: string;
}

/** undefined when the text is not a whole owner. */
export function parseOwner(text: string): LockOwner | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isOwner(value) ? value : undefined;
}

function isOwner(value: unknown): value is LockOwner {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const texts = ["bootId", "processStart", "since", "nonce"].map((name) => fields.get(name));
  return typeof fields.get("pid") === "number" && texts.every((text) => typeof text === "string") && /^[\w-]+$/.test(String(fields.get("nonce")));
}

/** A process number alone proves nothing: numbers are used again, at once after a boot. */
export async function isLiving(owner: LockOwner, machine: Machine): Promise<boolean> {
  return owner.bootId === (await machine.bootId()) && owner.processStart === (await machine.processStart(owner.pid));
}
