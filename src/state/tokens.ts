import type { Clock } from "../host/clock.ts";
import type { Machine } from "../host/machine.ts";
import { canonicalJson } from "./canonical-json.ts";
import { Lock } from "./lock.ts";
import type { StateFolder } from "./state-folder.ts";

const lifeMs = 10 * 60_000;
/** How long a token that has run out or was used is remembered, to say which of the two it was. */
const memoryMs = 60 * 60_000;
const fileName = "tokens.json";

interface Entry {
  purpose: string;
  binding: string;
  expiresMs: number;
  used: boolean;
}

/** Single-use tokens for a second call, bound to what the first call showed. Only hashes are kept. They hold across processes. */
export class Tokens {
  readonly #folder: StateFolder;
  readonly #ports: { clock: Clock; machine: Machine };

  constructor(folder: StateFolder, ports: { clock: Clock; machine: Machine }) {
    this.#folder = folder;
    this.#ports = ports;
  }

  /** A token of 128 random bits (`c-` and 22 characters), good for ten minutes. `binding` is any JSON. */
  async issue(purpose: string, binding: unknown): Promise<string> {
    const token = `c-${base64Url(globalThis.crypto.getRandomValues(new Uint8Array(16)))}`;
    const entry = { purpose, binding: await hash(canonicalJson(binding)), expiresMs: this.#ports.clock.now() + lifeMs, used: false };
    const key = await hash(token);
    await this.#change((entries) => void entries.set(key, entry));
    return token;
  }

  /** Uses a token up if it is good. `changed`: it was given for another binding, and stays good for that one. */
  async redeem(token: string, purpose: string, binding: unknown): Promise<"ok" | "unknown" | "expired" | "used" | "changed"> {
    const [key, bound] = await Promise.all([hash(token), hash(canonicalJson(binding))]);
    return this.#change((entries) => {
      const entry = entries.get(key);
      if (!entry || entry.purpose !== purpose) return "unknown";
      if (entry.used) return "used";
      if (entry.expiresMs <= this.#ports.clock.now()) return "expired";
      if (entry.binding !== bound) return "changed";
      entries.set(key, { ...entry, used: true });
      return "ok";
    });
  }

  async #change<T>(change: (entries: Map<string, Entry>) => T): Promise<T> {
    const lock = await new Lock(this.#folder, "tokens", this.#ports).acquire();
    try {
      const now = this.#ports.clock.now();
      const all = toEntries(await this.#folder.readJson(fileName));
      const entries = new Map(all.filter(([, entry]) => entry.expiresMs + memoryMs > now));
      const before = canonicalJson([...entries]);
      const answer = change(entries);
      if (entries.size !== all.length || canonicalJson([...entries]) !== before) await this.#folder.writeJson(fileName, Object.fromEntries(entries));
      return answer;
    } finally {
      await lock.release();
    }
  }
}

function toEntries(json: unknown): [string, Entry][] {
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]: [string, unknown]): [string, Entry][] => (isEntry(value) ? [[key, value]] : []));
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { purpose, binding, expiresMs, used } = value as Partial<Record<keyof Entry, unknown>>;
  return typeof purpose === "string" && typeof binding === "string" && typeof expiresMs === "number" && typeof used === "boolean";
}

async function hash(text: string): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return base64Url(new Uint8Array(digest));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
