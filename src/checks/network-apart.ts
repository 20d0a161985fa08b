import { hostNames, hostReferences } from "../compose/host-references.ts";
import type { Model } from "../compose/model.ts";
import type { Container } from "../engine/container.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Explanation } from "./explanation.ts";
import type { Problem } from "./problem.ts";

/** Has the service no network in common with one that it needs, or was it taken off one that the compose file gives it? */
export const networkApart: Explanation = {
  codes: ["network-apart"],
  judge: ({ service, snapshot, model, container, said }) => {
    if (!container) return undefined;
    const lost = lostNetwork(snapshot, container);
    if (lost !== undefined) return takenOff(container, lost);
    const own = networksOf(model, container);
    // A container that lies in no network of the engine's shares the host's, or none.
    if (own.length === 0) return undefined;
    for (const { host, variable } of hostReferences(model, service)) {
      const other = snapshot.containers.find((one) => one.service !== service && one.state === "running" && hostNames(model, one.service).includes(host));
      const theirs = other === undefined ? [] : networksOf(model, other);
      if (!other || theirs.some((name) => own.includes(name))) continue;
      const gone = lostNetwork(snapshot, other);
      if (gone !== undefined) return { ...takenOff(other, gone), affects: [service] };
      const line = said.find((one) => ["host-unknown", "host-unreachable", "connection-timed-out", "connection-refused"].includes(one.code));
      return {
        code: "network-apart",
        service,
        cause: `${service} and ${other.service} have no network in common, so ${service} does not find ${JSON.stringify(host)} (${variable}).`,
        confidence: "proven",
        evidence: [...(line ? [line.evidence] : []), { source: "networks", excerpt: `${service}: ${own.join(", ")}\n${other.service}: ${theirs.join(", ") || "none"}` }],
        fix: { summary: `Put ${service} and ${other.service} into one network in the compose file, then start again.`, tool: "start_env", arguments: { services: [service] } },
      };
    }
    return undefined;
  },
};

function takenOff({ service, name, networks }: Container, lost: string): Problem {
  return {
    code: "network-apart",
    service,
    cause: `${service} is not in the network ${lost}, which the compose file gives it, so the others do not find it: it was taken off, or its container is older.`,
    confidence: "proven",
    evidence: [{ source: `networks of ${name}`, excerpt: networks.map((one) => one.name).join(", ") || "none" }],
    fix: { summary: `Connect ${service} again.`, command: ["docker", "network", "connect", "--alias", service, lost, name] },
  };
}

/** The networks of a container by name; of one that does not run at the moment, those that the model gives it. */
function networksOf(model: Model, { state, service, networks }: Container): string[] {
  return state === "running" ? networks.map((one) => one.name) : givenTo(model, service);
}

function givenTo(model: Model, service: string): string[] {
  const { networks, network_mode: mode } = model.services[service] ?? {};
  if (mode !== undefined || typeof networks !== "object" || networks === null) return [];
  return Object.keys(networks).map((key) => model.networks?.[key]?.name ?? `${model.name}_${key}`);
}

/** A network of the model, by its full name, that a running container is not in. */
function lostNetwork({ read: { model } }: Snapshot, container: Container): string | undefined {
  if (!model || container.state !== "running") return undefined;
  const names = givenTo(model, container.service);
  // One that is in another network instead was made from another compose file: that is a change, not a loss.
  if (container.networks.some((one) => !names.includes(one.name))) return undefined;
  return names.find((name) => !container.networks.some((one) => one.name === name));
}
