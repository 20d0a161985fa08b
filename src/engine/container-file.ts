import { parseJson } from "../text/parse-json.ts";

/** Something in the file system of a container, mounts included. */
export interface ContainerFile {
  kind: "file" | "folder" | "link" | "other";
  /** Permission bits. */
  mode: number;
  size: number;
  /** Where a link leads. */
  target?: string;
}

/** Bits of Go's os.FileMode, in which the engine writes a mode. */
const GO = { folder: 2 ** 31, link: 2 ** 27, others: [2 ** 26, 2 ** 25, 2 ** 24, 2 ** 21, 2 ** 19] };

/** The header `X-Docker-Container-Path-Stat` of `HEAD /containers/{id}/archive`: JSON in base64. undefined where it is none. */
export function readPathStat(header: string | undefined): ContainerFile | undefined {
  if (header === undefined) return undefined;
  try {
    const { mode = 0, size = 0, linkTarget = "" } = parseJson<{ mode?: number; size?: number; linkTarget?: string }>(atob(header));
    const has = (bits: number) => Math.floor(mode / bits) % 2 === 1;
    return { kind: has(GO.folder) ? "folder" : has(GO.link) ? "link" : GO.others.some(has) ? "other" : "file", mode: mode % 512, size, ...(linkTarget === "" ? {} : { target: linkTarget }) };
  } catch {
    return undefined;
  }
}

const BLOCK = 512;

/** The beginning of the first file in a tar archive, as text; "" where there is none. Format: POSIX ustar, a header of one block, its size in octal at 124. */
export function firstFileOf(tar: string, most: number): string {
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const size = Number.parseInt(tar.slice(at + 124, at + 136), 8) || 0;
    const type = tar[at + 156];
    if (type === "0" || type === "\0") return tar.slice(at + BLOCK, at + BLOCK + Math.min(size, most));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return "";
}
