export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  elapsed(): number;
  /** Resolves after `ms`, or at once (without an error) when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
