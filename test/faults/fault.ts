import type { Stack } from "./stack.ts";

/** Something that is broken in a running stack, and what a diagnosis without any hint must find. */
export interface Fault {
  /** What was done, in words of the one who did it. */
  what: string;
  /** The first cause: its code, and its service where it is one's. Another confidence than `proven` is written here with its reason beside it. */
  expect: { code: string; service?: string; confidence?: "likely" | "possible" };
  /** Breaks it, and resolves when the consequence is there to be seen. */
  inject(stack: Stack): Promise<void>;
  /** Asks otherwise than by a call without arguments in the server that already runs. */
  ask?(stack: Stack): Promise<Record<string, unknown>>;
}
