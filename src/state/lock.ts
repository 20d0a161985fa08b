import { UserError } from "../errors.ts";
import type { Clock } from "../host/clock.ts";
import type { Machine } from "../host/machine.ts";
import { isLiving, parseOwner, type LockOwner } from "./lock-owner.ts";
import type { StateFolder } from "./state-folder.ts";

/** A file that is no whole lock is given this long to become one, where the file system cannot create it in one step. */
const unreadableMs = 2_000;
/** How often a lock may be gone when read and there when created. More is no other process: it is a link to nothing. */
const mostVanished = 1_000;

export interface Held {
  /** Gives the lock back. Calling it again does nothing. */
  release(): Promise<void>;
}

/**
 * A lock between processes: a file NAME.lock that says who holds it. A dead owner's is taken over at once. An owner on
 * another machine, or in a container that sees other process numbers, counts as dead.
 *
 * Takeover: several waiters may see the same death, and one may be slow to act on it. Only who holds the lock named
 * after the dead owner's nonce may remove the dead file, and looks again under it that the file is still the dead one.
 * That inner lock is a lock like this, so its owner may die as well.
 */
export class Lock {
  readonly #folder: StateFolder;
  readonly #name: string;
  readonly #ports: { clock: Clock; machine: Machine };

  constructor(folder: StateFolder, name: string, ports: { clock: Clock; machine: Machine }) {
    this.#folder = folder;
    this.#name = name;
    this.#ports = ports;
  }

  async tryAcquire(): Promise<Held | { owner: LockOwner }> {
    const { files } = this.#folder;
    for (let vanished = 0; vanished < mostVanished; ) {
      const text = await files.read(this.#path);
      if (text === undefined) {
        const held = await this.#create();
        if (held) return held;
        vanished += 1;
        continue;
      }
      const owner = parseOwner(text);
      if (!owner) {
        if (await this.#isFresh()) await this.#ports.clock.sleep(10);
        else await this.#removeUnreadable(text);
        continue;
      }
      if (await isLiving(owner, this.#ports.machine)) return { owner };
      const busy = await this.#removeDead(owner);
      if (busy) return busy;
    }
    throw new UserError("file-unwritable", `${this.#path} is there and yet cannot be read.`, "Remove it when no other process of this program runs.");
  }

  /** Waits until the lock is free. Throws `cancelled` when the signal is aborted first. */
  async acquire({ signal, pollMs = 20 }: { signal?: AbortSignal; pollMs?: number } = {}): Promise<Held> {
    for (;;) {
      const attempt = await this.tryAcquire();
      if ("release" in attempt) return attempt;
      if (signal?.aborted) {
        const { pid, since } = attempt.owner;
        throw new UserError("cancelled", `Process ${pid} has held ${this.#path} since ${since}; the wait for it was ended.`, "Call it again when that process is done.");
      }
      await this.#ports.clock.sleep(pollMs, signal);
    }
  }

  get #path(): string {
    return this.#folder.path(`${this.#name}.lock`);
  }

  async #create(): Promise<Held | undefined> {
    const { machine, clock } = this.#ports;
    const nonce = globalThis.crypto.randomUUID();
    const owner: LockOwner = {
      pid: machine.pid,
      bootId: await machine.bootId(),
      processStart: (await machine.processStart(machine.pid)) ?? "",
      since: new Date(clock.now()).toISOString(),
      nonce,
    };
    await this.#folder.ensure();
    const created = await this.#folder.files.create(this.#path, `${JSON.stringify(owner)}\n`, 0o600);
    return created ? { release: () => this.#removeIf((now) => now?.nonce === nonce) } : undefined;
  }

  /** Returns the living owner of the takeover when another process is at it. */
  async #removeDead(dead: LockOwner): Promise<{ owner: LockOwner } | undefined> {
    const takeover = await new Lock(this.#folder, `${this.#name}.${dead.nonce.slice(0, 36)}`, this.#ports).tryAcquire();
    if ("owner" in takeover) return takeover;
    try {
      await this.#removeIf((now) => now?.nonce === dead.nonce);
    } finally {
      await takeover.release();
    }
    return undefined;
  }

  async #removeUnreadable(seen: string): Promise<void> {
    const takeover = await new Lock(this.#folder, `${this.#name}.unreadable`, this.#ports).acquire();
    try {
      if ((await this.#folder.files.read(this.#path)) === seen) await this.#folder.files.remove(this.#path);
    } finally {
      await takeover.release();
    }
  }

  async #removeIf(mine: (now: LockOwner | undefined) => boolean): Promise<void> {
    const text = await this.#folder.files.read(this.#path);
    if (text !== undefined && mine(parseOwner(text))) await this.#folder.files.remove(this.#path);
  }

  async #isFresh(): Promise<boolean> {
    const facts = await this.#folder.files.stat(this.#path);
    return facts !== undefined && this.#ports.clock.now() - facts.modifiedMs < unreadableMs;
  }
}
