import { setMaxListeners } from "node:events";
import type { Address, NetError } from "./net.ts";
import { netError } from "./node-net-error.ts";

/** A time limit and the caller's signal in one: whichever comes first aborts `signal`, and `error` says which it was. */
export class Limit {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #outer: AbortSignal | undefined;
  readonly #cancel: () => void;
  error: NetError | undefined;

  constructor(to: Address, timeoutMs: number, outer: AbortSignal | undefined) {
    this.#outer = outer;
    this.#cancel = () => this.#stop(netError("cancelled", to));
    this.#timer = setTimeout(() => this.#stop(netError("timed-out", to)), Math.min(timeoutMs, 2 ** 31 - 1));
    // One call asks many services side by side; Node would take eleven of them for a leak.
    if (outer) setMaxListeners(0, outer);
    outer?.addEventListener("abort", this.#cancel, { once: true });
    if (outer?.aborted) this.#cancel();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The other side has answered: from now on only the caller's signal counts. */
  stopClock(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#cancel);
  }

  #stop(error: NetError): void {
    this.error ??= error;
    this.#controller.abort(this.error);
  }
}
