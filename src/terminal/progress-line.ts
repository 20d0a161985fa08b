import type { Progress } from "../workspace.ts";

/** Where progress is shown: standard error. */
interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** On a terminal one line that is rewritten and taken away at the end; elsewhere a line whenever the message changes, or nothing when `quiet`. */
export function progressLine(screen: Screen, quiet: boolean): { show(progress: Progress): void; clear(): void } {
  let last = "";
  return {
    show({ message, done, total }) {
      const count = done !== undefined && total !== undefined ? ` (${done}/${total})` : "";
      const line = `${message.replaceAll(/\p{Cc}+/gu, " ")}${count}`;
      if (line === last) return;
      last = line;
      if (screen.isTTY) screen.write(`\r\u001B[2K${line.slice(0, (screen.columns || 80) - 1)}`);
      else if (!quiet) screen.write(`${line}\n`);
    },
    clear() {
      if (screen.isTTY && last) screen.write("\r\u001B[2K");
      last = "";
    },
  };
}
