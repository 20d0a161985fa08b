import { sameAddress, type WantedPort } from "../compose/ports.ts";
import { LABEL } from "../engine/container.ts";
import type { PreflightCheck, PreflightFacts } from "./preflight.ts";
import type { Evidence } from "../result/shapes.ts";
import type { Problem } from "./problem.ts";

/** Is every host port free, or held by this project's own container? */
export const portsFree: PreflightCheck = {
  id: "ports-free",
  judge: (facts) => {
    const taken = facts.wanted.flatMap((port) => holderOf(facts, port) ?? []);
    if (taken.length === 0) return { status: "pass", message: `${facts.wanted.length} ports free or held by this project` };
    const message = taken.map((one) => `Port ${one.port.port} (${one.port.service}) is held by ${one.holder}.`).join(" ");
    const fix = taken.map((one) => one.fix).join(" ");
    const [first] = taken;
    const problem: Problem = {
      code: taken.every((one) => one.older) ? "older-project" : "port-taken",
      ...(first ? { service: first.port.service } : {}),
      cause: message,
      confidence: "proven",
      evidence: taken.map((one) => one.evidence),
      fix: { summary: fix },
    };
    return { status: "fail", message, fix, problem };
  },
};

interface Taken {
  port: WantedPort;
  holder: string;
  fix: string;
  evidence: Evidence;
  /** Whether this project itself holds it, under another name. */
  older?: boolean;
}

function holderOf(facts: PreflightFacts, port: WantedPort): Taken | undefined {
  const { snapshot, wanted, listeners, refused } = facts;
  const twin = wanted.find((one) => one !== port && one.port === port.port && one.protocol === port.protocol && one.service !== port.service && sameAddress(one.address, port.address) && wanted.indexOf(one) < wanted.indexOf(port));
  const elsewhere = `Give ${port.service} another host port`;
  if (twin) return { port, holder: `the service ${twin.service} of the same project`, fix: `${elsewhere} than ${twin.service}.`, evidence: { source: snapshot.project.files.join(", "), excerpt: `${twin.service} and ${port.service} both publish ${port.port}` } };
  const container = snapshot.others.find((one) => one.ports.some((held) => held.hostPort === port.port && held.protocol === port.protocol && sameAddress(held.address, port.address)));
  if (container) {
    const project = container.labels[LABEL.project];
    const service = container.labels[LABEL.service] ?? "";
    const own = project === snapshot.project.name;
    // A container of this start keeps its port or is made anew before another one gets it; all others stay as they are.
    if (own && facts.services.includes(service)) return undefined;
    if (!own && project !== undefined && container.labels[LABEL.folder] === snapshot.project.root) {
      return { port, older: true, holder: `the container ${container.name} of this same folder, under the project name ${project}`, fix: `Take ${project} down: \`docker compose -p ${project} down\`.`, evidence: { source: `labels of ${container.name}`, excerpt: `project ${project}, folder ${snapshot.project.root}; publishes ${port.port}` } };
    }
    const whose = own ? `the container ${container.name} of this project's service ${service}, which ${snapshot.read.model?.services[service] ? "is not part of this start" : "the compose file has no more"}` : project ? `the container ${container.name} of the project ${project}` : `the container ${container.name}`;
    return { port, holder: whose, fix: `Stop ${container.name}, or ${lower(elsewhere)}.`, evidence: { source: "engine, list of containers", excerpt: `${container.name} publishes ${port.port}` } };
  }
  if (port.protocol !== "tcp") return undefined;
  const answer = refused.find((one) => one.port === port.port);
  // Who listens on every IPv6 address may hold the IPv4 ones too, or not: trying to listen tells.
  const listener = listeners?.find((one) => one.port === port.port && (sameAddress(one.address, port.address) || (one.address === "::" && answer !== undefined)));
  if (listener) {
    const who = listener.pid === undefined ? "a process that is not visible to this user" : `the process ${listener.process ?? "?"} (pid ${listener.pid})`;
    return { port, holder: who, fix: listener.pid === undefined ? `${elsewhere}, or find the holder as root (\`ss -ltnp\`).` : `End ${who}, or ${lower(elsewhere)}.`, evidence: { source: "listening sockets of this host", excerpt: `${listener.address.includes(":") ? `[${listener.address}]` : listener.address}:${listener.port} ${listener.pid === undefined ? "owner not visible" : `${listener.process ?? ""} pid ${listener.pid}`}` } };
  }
  if (!answer) return undefined;
  const holder = answer.answer === "taken" ? "a process that is not visible to this user" : "the system: this user may not listen on it";
  return { port, holder, fix: `${elsewhere}.`, evidence: { source: "an attempt to listen", excerpt: `${port.address || "every address"}:${port.port} ${answer.answer}` } };
}

function lower(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
