import { looksSecret } from "../text/looks-secret.ts";
import { openAddress } from "./addresses.ts";
import { portsOf, scalarOf, serviceNamed, shownPort } from "./compose-service.ts";
import { liveService, names } from "./live-service.ts";
import type { ReadingContext } from "./live-values.ts";
import type { LiveValue } from "./pointer.ts";
import { isComposeFile } from "./source-kind.ts";
import { listed, openly, shown, shownCommand } from "./shown.ts";
import { entriesOf, findInYaml, servicesIn, type YamlFound } from "./yaml-paths.ts";
import { topOf, type YamlSource } from "./yaml-source.ts";

/** What a path in a YAML or JSON file holds now; of a whole compose file the ports of each service. */
export function liveYaml(source: YamlSource, path: string, anchor: string[], given: ReadingContext): LiveValue[] {
  // A dollar sign in any other file is none of Compose's.
  const context = isComposeFile(path) ? given : { ...given, interpolate: (text: string) => text };
  if (anchor.length === 0) return wholeFile(source, path, context);
  const found = findInYaml(source, anchor);
  return found.flatMap((one) => {
    const ofService = one.above[0] === "services";
    if (ofService && one.above.length === 1 && isComposeFile(path)) return liveService(source, one, path, context);
    // A part of a service is told as it is with the service, so that a pointer to either says the same.
    const whole = found.length === 1 && ofService && one.above.length === 2 && isComposeFile(path) ? serviceNamed(source, one.above[1] ?? "") : undefined;
    const told = whole && liveService(source, whole, path, context).filter(({ label }) => label === one.name);
    if (told && told.length > 0) return told;
    const label = found.length > 1 && ofService ? `${one.above[1] ?? ""} ${one.name}` : one.name;
    const value = ofService && one.above.length === 2 && one.name === "ports" ? portsIn(source, one, context) : valueOf(source, one, context);
    return value === "" ? [] : [{ label: shown(label, 60), value, path, line: one.name === "ports" ? (entriesOf(source, one)[0]?.line ?? one.line) : one.line }];
  });
}

function wholeFile(source: YamlSource, path: string, context: ReadingContext): LiveValue[] {
  const services = isComposeFile(path) ? servicesIn(source) : [];
  if (services.length === 0) {
    const keys = entriesOf(source, { value: topOf(source) ?? null, name: "", above: [] });
    return keys[0] ? [{ label: "keys", value: listed(keys.map((one) => shown(one.name, 60)), context.detail === "full" ? 60 : 12), path, line: keys[0].line }] : [];
  }
  return services.map((service) => {
    const ports = portsOf(source, service, context.interpolate);
    const line = ports[0]?.line ?? service.line;
    return { label: `${shown(service.name, 60)} ports`, value: ports.length > 0 ? listed(ports.map(shownPort), 6) : "none published", path, line };
  });
}

function portsIn(source: YamlSource, ports: YamlFound, { interpolate }: ReadingContext): string {
  const service = servicesIn(source).find((one) => one.name === ports.above[1]);
  return service ? listed(portsOf(source, service, interpolate).map(shownPort), 20) : "";
}

const VARIABLES = ["environment", "args", "env", "secrets"];

/** Never the value of a key that looks secret, nor of a variable unless it is plainly an address. */
function valueOf(source: YamlSource, found: YamlFound, { interpolate, detail }: ReadingContext): string {
  const most = detail === "full" ? 60 : 12;
  const text = scalarOf(found);
  const keys = [...found.above, found.name];
  if (text === undefined) {
    const entries = entriesOf(source, found);
    const words = entries.map((one) => scalarOf(one));
    const listOfWords = entries.length > 0 && words.every((word, index) => word !== undefined && word.split(/[=:]/)[0] === entries[index]?.name.split(/[=:]/)[0]);
    if (keys.some((key) => VARIABLES.includes(key)) || !listOfWords || keys.some(looksSecret)) return listed(names(source, found), most);
    return shownCommand(words.flatMap((word) => word ?? []), detail === "full" ? 400 : 160);
  }
  if (keys.some((key) => key !== "secrets" && looksSecret(key))) return "set; not shown";
  const variable = VARIABLES.includes(keys.at(-2) ?? "");
  if (!variable) return /^(?:command|entrypoint|test)$/.test(found.name) || keys.includes("healthcheck") ? shownCommand([text]) : shown(openly(text, interpolate));
  const written = text.startsWith(`${found.name}=`) ? text.slice(found.name.length + 1) : text;
  const value = openly(written, interpolate);
  if (isAddress(found.name, value)) return shown(value);
  const address = openAddress(written);
  return address === undefined ? "set; not shown" : `${address} (the rest not shown)`;
}

/** A port, a host under a name that says so, or addresses without credentials, query or long parts that may be tokens. */
function isAddress(name: string, value: string): boolean {
  if (/PORT/i.test(name)) return /^\d{1,5}$/.test(value);
  if (/HOST|ORIGIN|URL|URI|ADDR|ENDPOINT|SERVER|DOMAIN/i.test(name)) return value !== "" && value.split(",").every((one) => /^(?:[a-z][a-z+]{1,20}:\/\/)?[\w.-]{1,80}(?::\d{1,5})?(?:\/[\w.-]{0,24}){0,6}$/.test(one.trim()));
  return false;
}
