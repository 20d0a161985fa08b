import { looksSecret } from "../text/looks-secret.ts";

type Values = Record<string, unknown>[];

/** Values that stand in compose files under a name that looks secret, as they are written. */
export function writtenSecrets(values: Values): { name: string; value: string }[] {
  return servicesOf(values).flatMap(([, service]) =>
    [record(service["environment"]), record(record(service["build"])["args"])].flatMap((map) =>
      Object.entries(map).flatMap(([name, value]) => (looksSecret(name) && typeof value === "string" && !value.includes("$") ? [{ name, value }] : [])),
    ),
  );
}

/** What may be shown although a variable holds it: ports, images, service and container names, as compose resolves them. */
export function shownIn(values: Values, interpolate: (text: string) => string): string[] {
  return servicesOf(values).flatMap(([name, service]) => {
    const ports = list(service["ports"]).flatMap((port) => (typeof port === "string" ? interpolate(port).split(":") : Object.values(record(port)).map((part) => interpolate(String(part)))));
    const images = [service["image"], service["container_name"], ...Object.entries(record(record(service["build"])["args"])).flatMap(([key, value]) => (/image/i.test(key) ? [value] : []))];
    return [name, ...ports, ...images.flatMap((one) => (typeof one === "string" ? [interpolate(one)] : []))].filter((one) => one !== "");
  });
}

function servicesOf(values: Values): [string, Record<string, unknown>][] {
  return values.flatMap((value) => Object.entries(record(value["services"])).map(([name, service]): [string, Record<string, unknown>] => [name, record(service)]));
}

/** A mapping, also where it is written as a list of `NAME=value`. */
function record(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) return Object.fromEntries(value.flatMap((one: unknown) => (typeof one === "string" && one.includes("=") ? [[one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]] : [])));
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
