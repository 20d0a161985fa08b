/** The part of `docker compose config --format json` that is used here; see the Compose specification. */
export interface Model {
  name: string;
  services: Record<string, ServiceModel>;
  networks?: Record<string, { name?: string; external?: boolean } | null>;
  volumes?: Record<string, { name?: string; external?: boolean } | null>;
  secrets?: Record<string, { file?: string; [key: string]: unknown } | null>;
  configs?: Record<string, { file?: string; [key: string]: unknown } | null>;
}

export interface ServiceModel {
  image?: string;
  build?: { context?: string; dockerfile?: string; [key: string]: unknown };
  command?: string[] | null;
  environment?: Record<string, string | null>;
  ports?: PortModel[];
  expose?: string[];
  depends_on?: Record<string, { condition: Condition; required?: boolean; restart?: boolean }>;
  healthcheck?: HealthcheckModel;
  restart?: string;
  container_name?: string;
  scale?: number;
  deploy?: { replicas?: number; restart_policy?: { condition?: string }; [key: string]: unknown };
  network_mode?: string;
  volumes?: { type: string; source?: string; target: string; read_only?: boolean; bind?: { create_host_path?: boolean } }[];
  [key: string]: unknown;
}

export type Condition = "service_started" | "service_healthy" | "service_completed_successfully";

export interface PortModel {
  target: number;
  /** A port, a range `8000-8010`, or absent for one that the engine picks. */
  published?: string;
  host_ip?: string;
  protocol?: string;
  mode?: string;
}

export interface HealthcheckModel {
  test?: string[];
  /** Durations as Go writes them: `1m30s`. */
  interval?: string;
  timeout?: string;
  retries?: number;
  start_period?: string;
  disable?: boolean;
}
