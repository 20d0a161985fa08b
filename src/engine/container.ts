export type State = "running" | "exited" | "restarting" | "paused" | "created" | "dead" | "missing";
export type Health = "healthy" | "unhealthy" | "starting" | "none";

export interface PublishedPort {
  containerPort: number;
  protocol: string;
  address: string;
  hostPort: number;
}

/** What an inspection of a container says, reduced to what is asked here. Times are milliseconds since 1970, 0 for never. */
export interface Container {
  id: string;
  name: string;
  service: string;
  project: string;
  folder: string;
  image: string;
  imageId: string;
  state: State;
  health: Health;
  /** Newest last. */
  healthLog: { exitCode: number; output: string; endedMs: number }[];
  healthTest: string[];
  exitCode: number;
  oomKilled: boolean;
  error: string;
  restarts: number;
  restartPolicy: string;
  createdMs: number;
  startedMs: number;
  finishedMs: number;
  memoryLimit: number;
  /** Volumes that go with the container when volumes are removed, although the compose file gives them no name. */
  unnamedVolumes: string[];
  /** Its environment. Values are compared, and never shown. */
  environment: Record<string, string>;
  /** The networks that it is in, and its IPv4 address there, "" while it does not run. */
  networks: { id: string; name: string; address: string }[];
  ports: PublishedPort[];
}

/** The answer of `GET /containers/{id}/json` and of `docker inspect`: the same in both. */
export interface Inspection {
  Id: string;
  Name: string;
  Created?: string;
  Image?: string;
  RestartCount?: number;
  State?: {
    Status?: string;
    ExitCode?: number;
    OOMKilled?: boolean;
    Error?: string;
    StartedAt?: string;
    FinishedAt?: string;
    Health?: { Status?: string; Log?: { ExitCode?: number; Output?: string; End?: string }[] | null } | null;
  };
  Config?: { Image?: string; Env?: string[] | null; Labels?: Record<string, string> | null; Healthcheck?: { Test?: string[] | null } | null };
  HostConfig?: { RestartPolicy?: { Name?: string }; Memory?: number };
  Mounts?: { Type?: string; Name?: string }[] | null;
  NetworkSettings?: { Networks?: Record<string, { NetworkID?: string; IPAddress?: string }> | null; Ports?: Record<string, { HostIp?: string; HostPort?: string }[] | null> | null };
}

export const LABEL = {
  project: "com.docker.compose.project",
  service: "com.docker.compose.service",
  folder: "com.docker.compose.project.working_dir",
  files: "com.docker.compose.project.config_files",
  oneOff: "com.docker.compose.oneoff",
} as const;

const STATES: readonly State[] = ["running", "exited", "restarting", "paused", "created", "dead"];

export function containerOf(inspection: Inspection): Container {
  const { State: state = {}, Config: config = {}, HostConfig: host = {} } = inspection;
  const labels = config.Labels ?? {};
  return {
    id: inspection.Id,
    name: inspection.Name.replace(/^\//, ""),
    service: labels[LABEL.service] ?? "",
    project: labels[LABEL.project] ?? "",
    folder: labels[LABEL.folder] ?? "",
    image: config.Image ?? "",
    imageId: inspection.Image ?? "",
    state: STATES.find((one) => one === state.Status) ?? "dead",
    health: healthOf(state.Health?.Status),
    healthLog: (state.Health?.Log ?? []).map((one) => ({ exitCode: one.ExitCode ?? 0, output: one.Output ?? "", endedMs: time(one.End) })),
    healthTest: config.Healthcheck?.Test ?? [],
    exitCode: state.ExitCode ?? 0,
    oomKilled: state.OOMKilled ?? false,
    error: state.Error ?? "",
    restarts: inspection.RestartCount ?? 0,
    restartPolicy: host.RestartPolicy?.Name || "no",
    createdMs: time(inspection.Created),
    startedMs: time(state.StartedAt),
    finishedMs: time(state.FinishedAt),
    memoryLimit: host.Memory ?? 0,
    unnamedVolumes: (inspection.Mounts ?? []).flatMap(({ Type: type, Name: name = "" }) => (type === "volume" && /^[0-9a-f]{64}$/.test(name) ? [name] : [])),
    environment: Object.fromEntries((config.Env ?? []).map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)])),
    networks: Object.entries(inspection.NetworkSettings?.Networks ?? {}).flatMap(([name, { NetworkID: id = "", IPAddress: address = "" }]) => (id === "" ? [] : [{ id, name, address }])),
    ports: publishedPorts(inspection.NetworkSettings?.Ports ?? {}),
  };
}

function healthOf(status: string | undefined): Health {
  return status === "healthy" || status === "unhealthy" || status === "starting" ? status : "none";
}

function publishedPorts(ports: Record<string, { HostIp?: string; HostPort?: string }[] | null>): PublishedPort[] {
  return Object.entries(ports).flatMap(([key, bindings]) => {
    const [port = "", protocol = "tcp"] = key.split("/");
    return (bindings ?? []).map((one) => ({ containerPort: Number(port), protocol, address: one.HostIp || "0.0.0.0", hostPort: Number(one.HostPort) }));
  });
}

/** The engine writes the year 1 for "never". */
function time(text: string | undefined): number {
  const value = Date.parse(text ?? "");
  return Number.isFinite(value) && value > 0 ? value : 0;
}
