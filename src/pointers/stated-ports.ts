/** An address or a bare port that a map states; `host` is "" for a port alone. */
export interface StatedPort {
  host: string;
  port: string;
}

/** Port numbers in the text of a field on ports: not parts of versions, dates, names or addresses. */
export function portsIn(text: string): StatedPort[] {
  const numbers = [...text.matchAll(/(?<![\w.#]|\w-)\d{2,5}(?![\w.]*\w|-[A-Za-z\d])/g)].map((match) => match[0]);
  return [...new Set(numbers)].filter(isPort).map((port) => ({ host: "", port }));
}

/** `host:port` in a text, also behind a scheme and credentials, which are left out. */
export function addressesIn(text: string): StatedPort[] {
  const found = [...text.matchAll(/(?<![\w.:-])([A-Za-z][\w.-]{0,80}|\d{1,3}(?:\.\d{1,3}){3}):(\d{2,5})(?![\w.-]*\w)/g)];
  const behind = [...text.matchAll(/(?<=:\/\/[^\s@/`]{1,200}@)([A-Za-z][\w.-]{0,80}):(\d{2,5})(?!\w)/g)];
  const all = [...found, ...behind].map(([, host = "", port = ""]) => ({ host, port })).filter(({ port }) => isPort(port) && Number(port) >= 80);
  return all.filter((one, index) => all.findIndex((other) => other.host === one.host && other.port === one.port) === index);
}

function isPort(text: string): boolean {
  return Number(text) > 0 && Number(text) <= 65_535;
}
