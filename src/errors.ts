/** One thing to do next. `command` is an argument list, never a shell line; `by: "person"` marks what an assistant cannot do. */
export interface NextStep {
  do: string;
  tool?: string;
  arguments?: Record<string, unknown>;
  command?: string[];
  by?: "person";
}

/**
 * The request or the set-up is wrong. The message says what was met and what was expected; `fix` is one sentence
 * that names the next move. A wrong environment is not an error: it is a Cause in a result.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
  readonly code: string;
  readonly fix: string;
  readonly next: NextStep[];

  constructor(code: string, message: string, fix: string, next: NextStep[] = []) {
    super(message);
    this.code = code;
    this.fix = fix;
    this.next = next;
  }
}
