/** A place that a variable's value names: a host alone, `host:port`, or the beginning of an address. */
export interface Reached {
  host: string;
  /** `scheme://host:port` or `host:port`, never with credentials, path or query; the host alone where no more is said. */
  address: string;
}

/** Hosts in `scheme://user:password@host:1/x`, `host:1` and, under a name that says so, a host alone; also in lists. */
export function reachedBy(name: string, value: string): Reached[] {
  const found = value.slice(0, 4_000).split(/[,\s]+/).flatMap((one): Reached[] => {
    const [, scheme, authority] = /^([\w+.-]{1,40}):\/\/([^/?#]*)/.exec(one) ?? [];
    const plain = authority === undefined ? /^([\w.-]+:\d{1,5})(?:\/.*)?$/.exec(one)?.[1] : authority.slice(authority.lastIndexOf("@") + 1);
    const [, host = "", port = ""] = /^([\w.-]+)(:\d{1,5})?$/.exec(plain ?? "") ?? [];
    if (host !== "") return [{ host, address: `${scheme === undefined ? "" : `${scheme}://`}${host}${port}` }];
    return /HOST|SERVER|ADDR|URL|URI|ENDPOINT|BROKER/i.test(name) && /^[\w.-]+$/.test(one) ? [{ host: one, address: one }] : [];
  });
  return [...new Map(found.map((one) => [one.address, one])).values()];
}

/**
 * `scheme://host:port` of an address whose host stands in the text itself; undefined where a variable names it, or where
 * it cannot be told from credentials.
 */
export function openAddress(written: string): string | undefined {
  let flat = written.replace(/\$\w+/g, "$");
  // Variables within the default of a variable, from the inside out.
  for (let before = ""; before !== flat; ) {
    before = flat;
    flat = flat.replace(/\$\{[^{}]*\}/g, "$");
  }
  const [whole = "", scheme = "", host = "", port = ""] = /^([a-z][\w+.-]{0,40}):\/\/(?:[^\s/@]*@)?([\w.-]{1,80})(:\d{1,5})?(?=[/?#]|$)/i.exec(flat.trim()) ?? [];
  return host === "" || flat.trim().slice(whole.length).includes("@") ? undefined : `${scheme}://${host}${port}`;
}
