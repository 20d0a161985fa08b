/** An address or a bare port that a map states; `host` is "" for a port alone. */
export interface StatedPort {
  host: string;
  port: string;
  /** On which side of the container the text says that it is; absent where it does not say. */
  side?: PortSide;
}

export type PortSide = "published" | "container";

const PORT = /^(\d{2,5})(?:[-–](\d{2,5}))?(?:\/(?:tcp|udp|sctp))?$/i;
/** A word before a number that makes it a port, and one behind a number that begins its description. */
const BEFORE = /^(?:ports?|host|container|publish\w*|expos\w*|internal|external|inside|outside|localhost|tcp|udp|https?|=|→)$/i;
const LISTENS = /^(?:listen\w*|serv\w*|expos\w*|publish\w*|runs?|running|bound|binds?|available|reachable|ports?|map\w*)$/i;
const BEHIND = /^(?:on|in|inside|outside|for|at|by|host|container|published|exposed|internal|external|only|tcp|udp|https?|ports?|via|from|through|default|is|→|[—–:=-])$/i;

/**
 * The ports that the text of a field on ports states: numbers alone in a list, mappings, those next to the word port or to
 * what says where they listen, to one of the services, and under Port in a table. Years, versions and limits are none.
 */
export function portsIn(text: string, label: string, services: string[]): StatedPort[] {
  const flat = text.replace(/[`*]/g, "");
  const side = sideOf(label) ?? sideOf(/^\s*(\([^()]*\))/.exec(flat)?.[1] ?? "");
  const cells = cellsUnderPort(flat);
  const parts = cells ?? flat.split(/[,;\n]|\.\s|\s(?:and|or|und)\s/).map((part) => ({ text: part, side: sideOf(part) }));
  const found = parts.flatMap((part) => portsOf(part.text, part.side ?? side, services));
  return [...new Map([...found, ...addressesIn(flat)].map((one) => [`${one.host}:${one.port}:${one.side ?? ""}`, one])).values()];
}

/** `host:port` in a text, also behind a scheme and credentials, which are left out. */
export function addressesIn(text: string): StatedPort[] {
  const found = [...text.matchAll(/(?<![\w.:-])([A-Za-z][\w.-]{0,80}|\d{1,3}(?:\.\d{1,3}){3}):(\d{2,5})(?![\w.-]*\w)/g)];
  const behind = [...text.matchAll(/(?<=:\/\/[^\s@/`]{1,200}@)([A-Za-z][\w.-]{0,80}):(\d{2,5})(?!\w)/g)];
  const all = [...found, ...behind].map(([, host = "", port = ""]) => ({ host, port })).filter(({ port }) => isPort(port) && Number(port) >= 80);
  return all.filter((one, index) => all.findIndex((other) => other.host === one.host && other.port === one.port) === index);
}

function portsOf(part: string, side: PortSide | undefined, services: string[]): StatedPort[] {
  const stated = (port: string, at: PortSide | undefined): StatedPort[] => (isPort(port) ? [{ host: "", port, ...(at ? { side: at } : {}) }] : []);
  const [, outer, outerPort = "", arrow = "", inner, innerPort = ""] = /(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}:)?(host\s|container\s)?\s?(\d{2,5})\s?(:|→|->|=>)\s?(host\s|container\s)?(\d{2,5})(?![\w.:-]*\w)/i.exec(part.slice(0, 500)) ?? [];
  // `12:30` is a time.
  if (arrow !== "" && Math.max(Number(outerPort), Number(innerPort)) >= 80) return [...stated(outerPort, sideOf(outer ?? "") ?? (arrow === ":" ? "published" : undefined)), ...stated(innerPort, sideOf(inner ?? "") ?? (arrow === ":" ? "container" : undefined))];
  const words = part.slice(0, 500).replace(/\([^()]*\)/g, " ").split(/\s+/).map((word) => word.replace(/[.:]+$/, "")).filter((word) => word !== "" && !/^[|-]+$/.test(word));
  const alone = words.every((word) => PORT.test(word));
  return words.flatMap((word, index) => {
    const [, first = "", last] = PORT.exec(word) ?? [];
    const [before = "", earlier = ""] = [words[index - 1], words[index - 2]];
    const led = BEFORE.test(before) || services.includes(before) || (/^(?:on|at)$/i.test(before) && LISTENS.test(earlier)) || LISTENS.test(before);
    const leads = index === 0 && (words.length === 1 || BEHIND.test(words[1] ?? ""));
    return first !== "" && (alone || led || leads || /^ports?$/i.test(words[index + 1] ?? "")) ? [first, ...(last === undefined ? [] : [last])].flatMap((port) => stated(port, side)) : [];
  });
}

/** The cells of a table's columns on ports; undefined where the text holds no table. */
function cellsUnderPort(text: string): { text: string; side: PortSide | undefined }[] | undefined {
  const cells = text.split("|").map((cell) => cell.trim());
  const rule = cells.findIndex((cell) => /^:?-{2,}:?$/.test(cell));
  if (rule === -1) return undefined;
  let columns = 0;
  while (/^:?-{2,}:?$/.test(cells[rule + columns] ?? "")) columns += 1;
  // Between two rows in a line stands an empty cell.
  const header = cells.slice(Math.max(0, rule - 1 - columns), rule - 1);
  return cells.slice(rule).flatMap((cell, index) => {
    const name = header[index % (columns + 1)] ?? "";
    return index > columns && /\bports?\b|^(?:host|container|published|target)$/i.test(name) ? [{ text: cell, side: sideOf(name) ?? sideOf(cell) }] : [];
  });
}

function sideOf(text: string): PortSide | undefined {
  const published = /\b(?:host|published|outside|external|externally|public)\b/i.test(text);
  const container = /\b(?:container|inside|internal|internally|target|in the network)\b/i.test(text);
  return published === container ? undefined : published ? "published" : "container";
}

function isPort(text: string): boolean {
  return Number(text) > 0 && Number(text) <= 65_535;
}
