import type { Address, Net } from "../host/net.ts";
import { askOverApi, engineError, failed, goneIsUndefined } from "./ask-over-api.ts";
import { firstFileOf, readPathStat } from "./container-file.ts";
import { containerOf, LABEL, type Container, type Inspection } from "./container.ts";
import type { Engine, EngineInfo, ListedContainer, LogLine } from "./engine.ts";
import { execOverApi } from "./exec-over-api.ts";
import { imageOf, processesOf, PS_COLUMNS, readHappenings, type ImageAnswer, type TopAnswer } from "./answers.ts";
import { logsOverApi } from "./logs-over-api.ts";
import { SAMPLE_MS, usageBetween, type StatsAnswer } from "./usage.ts";

const MOST_FILE_BYTES = 1024 * 1024;

interface ListAnswer {
  Id: string;
  Names?: string[];
  State?: string;
  Labels?: Record<string, string>;
  Ports?: { IP?: string; PrivatePort: number; PublicPort?: number; Type?: string }[];
}

/**
 * The engine over its HTTP API. Paths carry no version: the engine then answers in its newest one, and the fields read
 * here have been the same since 1.40, while engines from 29 on refuse the old numbers.
 */
export function apiEngine(net: Net, api: Address, where: { host: string; address: string }): Engine {
  const { send, ask } = askOverApi(net, api, where.address);
  return {
    ...where,
    async info(signal): Promise<EngineInfo> {
      // Not /version: for that the engine runs two programs, which takes longer than all the rest of a look.
      // An engine that is ending still answers over a connection that it has, and takes no new one.
      const { headers } = await send("GET", "/_ping", { timeoutMs: 5_000, headers: { connection: "close" }, ...(signal ? { signal } : {}) });
      return { version: /^[^/]+\/(\S+)/.exec(headers["server"] ?? "")?.[1] ?? "" };
    },
    async list(filter): Promise<ListedContainer[]> {
      const label = [...(filter.project ? [`${LABEL.project}=${filter.project}`] : []), ...(filter.folder ? [`${LABEL.folder}=${filter.folder}`] : [])];
      const answers = await ask<ListAnswer[]>("GET", `/containers/json?all=1&filters=${encodeURIComponent(JSON.stringify(label.length > 0 ? { label } : {}))}`);
      return answers.map(listed);
    },
    async containers(project, known): Promise<Container[]> {
      const found = (known?.filter((one) => one.labels[LABEL.project] === project) ?? (await this.list({ project }))).filter((one) => one.labels[LABEL.oneOff] !== "True");
      const inspected = await Promise.all(found.map((one) => ask<Inspection>("GET", `/containers/${one.id}/json`).catch(goneIsUndefined)));
      return inspected.flatMap((one) => (one ? [containerOf(one)] : []));
    },
    async volumes(project) {
      const answer = await ask<{ Volumes?: { Name: string; CreatedAt?: string }[] | null }>("GET", `/volumes?filters=${encodeURIComponent(JSON.stringify({ label: [`${LABEL.project}=${project}`] }))}`);
      return (answer.Volumes ?? []).map((one) => ({ name: one.Name, created: one.CreatedAt ?? "" }));
    },
    async has(kind, name) {
      return (await ask<object>("GET", `/${kind}s/${encodeURIComponent(name)}`).catch(goneIsUndefined)) !== undefined;
    },
    async image(reference) {
      const image = await ask<ImageAnswer>("GET", `/images/${reference.split("/").map(encodeURIComponent).join("/")}/json`).catch(goneIsUndefined);
      return image && imageOf(image);
    },
    async architecture() {
      return (await ask<{ Arch?: string }>("GET", "/version")).Arch ?? "";
    },
    async processes(container) {
      return processesOf(await ask<TopAnswer>("GET", `/containers/${container}/top?ps_args=${encodeURIComponent(`-eo ${PS_COLUMNS}`)}`));
    },
    async fileIn(container, path) {
      const answer = await send("HEAD", `/containers/${container}/archive?path=${encodeURIComponent(path)}`).catch(goneIsUndefined);
      return readPathStat(answer?.headers["x-docker-container-path-stat"]);
    },
    async headOf(container, path, characters) {
      const found = await this.fileIn(container, path);
      if (found?.kind !== "file" || found.size > MOST_FILE_BYTES) return "";
      return firstFileOf((await send("GET", `/containers/${container}/archive?path=${encodeURIComponent(path)}`)).text, characters);
    },
    async usage(containers, clock, signal) {
      if (containers.length === 0) return new Map();
      const sample = () => Promise.all(containers.map((id) => ask<StatsAnswer>("GET", `/containers/${id}/stats?stream=0&one-shot=1`, signal ? { signal } : {}).catch(goneIsUndefined)));
      const before = await sample();
      await clock.sleep(SAMPLE_MS, signal);
      const after = await sample();
      return new Map(containers.flatMap((id, index) => {
        const [from, to] = [before[index], after[index]];
        const usage = from && to && usageBetween(from, to);
        return usage ? [[id, usage] as const] : [];
      }));
    },
    async logs(container, request): Promise<LogLine[]> {
      const answer = await logsOverApi(net, api, container, request).catch((error: unknown) => {
        throw engineError(error, where.address);
      });
      if (answer.status >= 400) throw failed(answer.status, "the engine gave no logs");
      return answer.lines();
    },
    async happenings(project, sinceMs) {
      const filters = encodeURIComponent(JSON.stringify({ type: ["container"], event: ["die", "kill", "oom"], label: [`${LABEL.project}=${project}`] }));
      const until = Math.ceil(Date.now() / 1000);
      let text = "";
      const decoder = new TextDecoder();
      await net.stream(api, { method: "GET", path: `/events?since=${Math.floor(sinceMs / 1000)}&until=${until}&filters=${filters}`, timeoutMs: 5_000 }, (chunk) => (text += decoder.decode(chunk, { stream: true }))).catch((error: unknown) => {
        throw engineError(error, where.address);
      });
      return readHappenings(text);
    },
    exec: (container, request) => execOverApi(net, api, ask, container, request).catch((error: unknown) => {
      throw engineError(error, where.address);
    }),
    async start(container) {
      await ask("POST", `/containers/${container}/start`, { timeoutMs: 60_000 });
    },
  };
}

function listed(answer: ListAnswer): ListedContainer {
  return {
    id: answer.Id,
    name: (answer.Names?.[0] ?? "").replace(/^\//, ""),
    state: answer.State ?? "",
    labels: answer.Labels ?? {},
    ports: (answer.Ports ?? []).flatMap((port) =>
      port.PublicPort ? [{ address: port.IP ?? "0.0.0.0", hostPort: port.PublicPort, containerPort: port.PrivatePort, protocol: port.Type ?? "tcp" }] : [],
    ),
  };
}
