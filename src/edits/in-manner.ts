import { splitOutside } from "../pointers/split-outside.ts";
import type { Manner } from "./compose-manner.ts";
import { mergeOrder } from "./key-order.ts";
import type { Definition } from "./service-definition.ts";

const ORDER = "image build platform entrypoint command init user working_dir restart env_file environment ports expose volumes tmpfs depends_on healthcheck networks profiles labels logging deploy".split(" ");

/** A definition in the shapes and the order of keys that the file's other services have; it means the same to compose. */
export function inManner(definition: Definition, manner: Manner): Definition {
  const given = Object.keys(definition).filter((key) => definition[key] !== undefined);
  const known = mergeOrder(manner.order, ORDER);
  const order = [...known, ...given.filter((key) => !known.includes(key))];
  return Object.fromEntries(order.filter((key) => given.includes(key)).map((key) => [key, valueInManner(key, definition[key], manner)]));
}

function valueInManner(key: string, value: unknown, manner: Manner): unknown {
  if (key === "environment") return environment(value, manner.environment);
  if (key === "ports" && Array.isArray(value)) return value.map((port: unknown) => portInManner(port, manner.ports));
  return key === "depends_on" ? dependsOn(value, manner.dependsOn) : withoutUndefined(value);
}

function environment(value: unknown, form: Manner["environment"]): unknown {
  if (Array.isArray(value) && form === "map" && value.every((one) => typeof one === "string")) {
    const pairs = value.map((one): [string, string | null] => {
      const at = one.indexOf("=");
      return at === -1 ? [one, null] : [one.slice(0, at), one.slice(at + 1)];
    });
    return new Set(pairs.map(([name]) => name)).size === pairs.length ? Object.fromEntries(pairs) : value;
  }
  // In a list the name ends at the first `=`.
  if (isRecord(value) && form === "list" && Object.entries(value).every(([name, one]) => name !== "" && !name.includes("=") && (typeof one !== "object" || one === null))) {
    return Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [one === null ? name : `${name}=${word(one) ?? JSON.stringify(one)}`]));
  }
  return withoutUndefined(value);
}

function portInManner(port: unknown, form: Manner["ports"]): unknown {
  const short = typeof port === "number" ? String(port) : port;
  if (typeof short === "string") return (form === "long" ? longPort(short) : undefined) ?? short;
  return (form === "short" && isRecord(short) ? shortPort(short) : undefined) ?? withoutUndefined(short);
}

/** `[ADDRESS:][HOST:]CONTAINER[/PROTOCOL]`; colons in `${…}` and `[…]` separate nothing. Ranges stay as they are. */
function longPort(port: string): Definition | undefined {
  const [head = "", protocol] = splitOutside(port, "/");
  const parts = splitOutside(head, ":");
  const [target = "", published, address] = parts.toReversed();
  if (parts.length > 3 || !/^(?:\d+|\$.+)$/.test(target) || published === "") return undefined;
  return {
    target: /^\d+$/.test(target) ? Number(target) : target,
    ...(published === undefined ? {} : { published }),
    ...(address ? { host_ip: address.replace(/^\[(.*)\]$/, "$1") } : {}),
    ...(protocol === undefined ? {} : { protocol }),
  };
}

function shortPort(port: Definition): string | undefined {
  const { target, published, host_ip: address, protocol, mode, ...rest } = port;
  const [inside, outside, ip, kind] = [target, published, address, protocol].map(word);
  if (inside === undefined || [published, address, protocol].some((one) => one !== undefined && word(one) === undefined)) return undefined;
  if (Object.values(rest).some((one) => one !== undefined) || (mode !== undefined && mode !== "ingress")) return undefined;
  const host = ip === undefined ? "" : `${ip.includes(":") ? `[${ip}]` : ip}:`;
  const middle = outside === undefined ? (host === "" ? "" : ":") : `${outside}:`;
  return `${host}${middle}${inside}${kind === undefined || kind === "tcp" ? "" : `/${kind}`}`;
}

function word(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function dependsOn(value: unknown, form: Manner["dependsOn"]): unknown {
  if (Array.isArray(value) && form === "map") return Object.fromEntries(value.map((one) => [word(one) ?? "", { condition: "service_started" }]));
  if (!isRecord(value) || form !== "list") return withoutUndefined(value);
  const plain = Object.values(value).every((one) => isRecord(one) && Object.entries(one).every(([key, said]) => (key === "condition" && said === "service_started") || said === undefined));
  return plain ? Object.keys(value) : withoutUndefined(value);
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, withoutUndefined(one)]]))) : value;
}

function isRecord(value: unknown): value is Definition {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
