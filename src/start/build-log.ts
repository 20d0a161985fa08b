import type { Workspace } from "../workspace.ts";

const NAME = "build.log";
const MOST_BYTES = 8 * 1024 * 1024;

/** What builds, pulls and creations of one start have printed: the last eight MiB, written whole at the end. */
export class BuildLog {
  readonly #lines: string[] = [];
  readonly #encoder = new TextEncoder();
  #bytes = 0;
  #from = 0;

  add(line: string): void {
    this.#lines.push(line);
    this.#bytes += this.#size(line);
    while (this.#bytes > MOST_BYTES) {
      this.#bytes -= this.#size(this.#lines[this.#from] ?? "");
      this.#lines[this.#from] = "";
      this.#from += 1;
    }
  }

  /**
   * Writes what was printed to our folder, without the values that must not be shown. Gives the path from the workspace;
   * undefined where nothing was printed or it cannot be written: a start does not fail of that.
   */
  async write({ root, state, redact }: Workspace): Promise<string | undefined> {
    if (this.#lines.length === 0) return undefined;
    const left = this.#from === 0 ? [] : [`… ${this.#from} lines before these are left out …`];
    try {
      await state.writeText(NAME, `${redact([...left, ...this.#lines.slice(this.#from)].join("\n"))}\n`);
      return state.path(NAME).slice(root.length).replace(/^\//, "");
    } catch {
      return undefined;
    }
  }

  #size(line: string): number {
    return this.#encoder.encode(line).length + 1;
  }
}
