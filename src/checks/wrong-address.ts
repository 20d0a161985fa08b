import { cutAddresses, hostNames, hostReferences, type HostReference } from "../compose/host-references.ts";
import type { Model } from "../compose/model.ts";
import { saidOf, type Explanation, type Failing, type Said } from "./explanation.ts";
import type { Problem } from "./problem.ts";

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Does the service look for another one where it is not: under a name that none has, on its own loopback, on a wrong port? */
export const wrongAddress: Explanation = {
  codes: ["setting-invalid", "host-unknown", "host-overridden", "localhost-between-services", "service-port-wrong"],
  judge: (failing) => {
    const { model, service } = failing;
    const references = hostReferences(model, service);
    return cutAddress(failing) ?? unknownName(failing, references) ?? overridden(failing, references) ?? loopback(failing, references) ?? wrongPort(failing, references.filter((one) => speaksOf(failing, one))) ?? wrongPort(failing, saidAddresses(failing));
  },
};

/** A password in an address that holds an `@`, a `/` or a `#` ends the address there. */
function cutAddress(failing: Failing): Problem | undefined {
  const { model, service } = failing;
  const said = saidOf(failing, "host-unknown", "setting-invalid", "connection-refused", "connection-timed-out", "database-password-wrong", "address-not-own");
  const [variable] = cutAddresses(model, service);
  if (!said || variable === undefined) return undefined;
  return {
    code: "setting-invalid",
    service,
    cause: `The address in ${variable} of ${service} ends within its password: it holds an @, / or # that is not percent-encoded.`,
    confidence: "proven",
    evidence: [{ source: `environment of ${service}`, excerpt: `${variable}: more than one @, or a / or # before it` }, { source: said.evidence.source, excerpt: "the log names a host that is no host" }],
    fix: { summary: `Write the password percent-encoded in ${variable} (@ is %40, / is %2F, # is %23), or take one of letters and digits; then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
  };
}

/** A name without a dot is one of the engine's networks: where no service answers to it, nobody does. */
function unknownName(failing: Failing, references: HostReference[]): Problem | undefined {
  const { model, service, snapshot } = failing;
  const said = saidOf(failing, "host-unknown");
  if (!said) return undefined;
  const known = new Set([...Object.keys(model.services).flatMap((name) => hostNames(model, name)), ...snapshot.others.map((one) => one.name), ...extraHosts(model, service).map(({ name }) => name), "host.docker.internal"]);
  const named = said.words["host"];
  const strange = references.filter(({ host }) => !host.includes(".") && !LOOPBACK.test(host) && !known.has(host) && (named === undefined || named === "" || named === host));
  const [found] = strange;
  if (!found) return undefined;
  const near = nearest(found, model, service);
  return {
    code: "host-unknown",
    service,
    cause: `${service} looks for the host ${JSON.stringify(found.host)} (${found.variable}), and no service has that name.`,
    confidence: named !== undefined || strange.length === 1 ? "proven" : "likely",
    evidence: [said.evidence, { source: "names in the networks", excerpt: Object.keys(model.services).flatMap((name) => hostNames(model, name)).join(", ") }],
    fix: { summary: `Name a service in ${found.variable}${near === undefined ? "" : `: ${near}`}, then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
  };
}

/** A line of extra_hosts that sends the name of a service elsewhere. */
function overridden(failing: Failing, references: HostReference[]): Problem | undefined {
  const { model, service } = failing;
  const said = saidOf(failing, "connection-refused", "connection-timed-out", "connection-lost", "host-unreachable", "host-unknown");
  const elsewhere = extraHosts(model, service).find(({ name }) => references.some(({ host }) => host === name) && Object.keys(model.services).some((other) => other !== service && hostNames(model, other).includes(name)));
  if (!said || !elsewhere) return undefined;
  return {
    code: "host-overridden",
    service,
    cause: `${service} is sent to ${elsewhere.address} when it looks for ${elsewhere.name}: its extra_hosts say so, and not to the service of that name.`,
    confidence: "proven",
    evidence: [{ source: `extra_hosts of ${service}`, excerpt: `${elsewhere.name} → ${elsewhere.address}` }, said.evidence],
    fix: { summary: `Take ${elsewhere.name} out of the extra_hosts of ${service}, then start it again.`, tool: "start_env", arguments: { services: [service] } },
  };
}

/** Addresses in the lines themselves, of containers of this project: a proxy has them in a file of its own, and no variable does. */
function saidAddresses({ said, snapshot, service }: Failing): HostReference[] {
  return said.flatMap(({ evidence }) => [...evidence.excerpt.matchAll(/\b(\d{1,3}(?:\.\d{1,3}){3}):(\d{2,5})\b/g)]).flatMap(([, address = "", port]) => {
    const other = snapshot.containers.find((one) => one.service !== service && one.state === "running" && one.networks.some((network) => network.address === address));
    return other ? [{ variable: "", host: other.service, port: Number(port) }] : [];
  });
}

/** The service that has the port, or whose name holds the other. */
function nearest({ host, port }: HostReference, model: Model, service: string): string | undefined {
  const others = Object.keys(model.services).filter((name) => name !== service);
  const byPort = others.filter((name) => port !== undefined && (model.services[name]?.ports ?? []).some((one) => one.target === port));
  return byPort.length === 1 ? byPort[0] : others.find((name) => name.includes(host) || host.includes(name));
}

function extraHosts(model: Model, service: string): { name: string; address: string }[] {
  const given = model.services[service]?.["extra_hosts"];
  return (Array.isArray(given) ? given : []).map((one) => {
    const [, name = "", address = ""] = /^([^=:]+)[=:](.*)$/.exec(String(one)) ?? [];
    return { name, address };
  });
}

/** Variables that say who may call, or how others reach the service: nobody connects to what they name. */
const FOR_OTHERS = /origin|cors|allowed|public|external|frontend_url|^(?:VITE|NEXT_PUBLIC|REACT_APP)_/i;

/** Whether the line that says that nobody answers may speak of an address: where it names one, it is this one. */
function speaksOf(failing: Failing, { host, port }: HostReference): boolean {
  const said = saidOf(failing, "connection-refused", "address-not-own");
  if (!said) return false;
  const { evidence, words } = said;
  const named = [...evidence.excerpt.matchAll(/[\w.-]+[:,]\s?['"]?(\d{2,5})\b/g)].map((match) => Number(match[1]));
  const ports = named.filter((one) => one >= 80);
  return ports.length > 0 ? ports.includes(port ?? 0) : (words["host"] ?? host) === host || LOOPBACK.test(words["host"] ?? "");
}

/** localhost within a container is that container. */
function loopback(failing: Failing, references: HostReference[]): Problem | undefined {
  const { model, service, facts, factsOf } = failing;
  // Where localhost means ::1 first and the container has no IPv6, the address cannot be assigned.
  const said = saidOf(failing, "connection-refused", "address-not-own");
  const { sockets } = facts;
  if (!said || !sockets || model.services[service]?.network_mode === "host") return undefined;
  for (const reference of references) {
    const { variable, host, port } = reference;
    if (!LOOPBACK.test(host) || port === undefined || FOR_OTHERS.test(variable) || !speaksOf(failing, reference) || sockets.some((one) => one.port === port)) continue;
    const other = Object.keys(model.services).find((name) => name !== service && ((factsOf(name).sockets ?? []).some((one) => one.port === port) || (model.services[name]?.ports ?? []).some((one) => one.target === port || Number(one.published) === port)));
    if (other === undefined) continue;
    return {
      code: "localhost-between-services",
      service,
      cause: `${service} looks for ${other} on ${host}:${port} (${variable}): within a container that is the container itself, where nothing listens on ${port}.`,
      confidence: "proven",
      evidence: [said.evidence, { source: `sockets that listen in ${service}`, excerpt: sockets.map((one) => one.port).join(", ") || "none" }],
      fix: { summary: `Write the name of the service instead of ${host} in ${variable}: ${other}, with the port of its container; then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
    };
  }
  return undefined;
}

/** The one that is looked for is there, and lets nobody in but itself. */
function forItselfOnly({ service, snapshot }: Failing, other: string, port: number, said: Said): Problem {
  const name = snapshot.containers.find((one) => one.service === other)?.name ?? other;
  return {
    code: "bind-address-wrong",
    service: other,
    cause: `${other} listens on port ${port} on the loopback address of its own container only, so ${service} does not reach it.`,
    confidence: "proven",
    evidence: [said.evidence, { source: `sockets that listen in ${name}`, excerpt: `${port} on loopback only` }],
    affects: [service],
    fix: { summary: `Let ${other} listen on 0.0.0.0 (its command or setting: --host 0.0.0.0, HOST=0.0.0.0), then start it again.`, tool: "start_env", arguments: { services: [other] } },
  };
}

function wrongPort(failing: Failing, references: HostReference[]): Problem | undefined {
  const { model, service, factsOf, snapshot } = failing;
  const said = saidOf(failing, "connection-refused");
  if (!said) return undefined;
  for (const { variable, portVariable, host, port } of references) {
    const other = Object.keys(model.services).find((name) => name !== service && hostNames(model, name).includes(host));
    if (other === undefined || port === undefined || !snapshot.containers.some((one) => one.service === other && one.state === "running")) continue;
    const sockets = factsOf(other).sockets ?? [];
    const asked = sockets.filter((one) => one.port === port);
    if (asked.some((one) => one.open)) continue;
    if (asked.length > 0) return forItselfOnly(failing, other, port, said);
    const listens = [...new Set(sockets.flatMap((one) => (one.open ? [one.port] : [])))].join(", ");
    if (listens === "") continue;
    const where = portVariable ?? (variable === "" ? `the configuration of ${service}` : variable);
    return {
      code: "service-port-wrong",
      service,
      cause: `${service} looks for ${other} on port ${port} (${where}), but ${other} listens on ${listens}.`,
      confidence: "proven",
      evidence: [said.evidence, { source: `sockets that listen in ${other}`, excerpt: listens }],
      fix: { summary: `Write ${other}'s own port in ${where} (within the network the published one does not count), then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
    };
  }
  return undefined;
}
