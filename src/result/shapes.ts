import { z } from "zod";

/** Shapes that several results share; the contract names them. Keys are absent rather than null. */

const nextShape = z.strictObject({
  do: z.string(),
  tool: z.string().optional(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  command: z.array(z.string()).optional(),
  by: z.literal("person").optional(),
}).meta({ id: "next" });

export const opening = { summary: z.string(), next: z.array(nextShape).optional() };

export const detail = z.enum(["concise", "full"]).default("concise");

export const projectField = z.string().optional();

export const serviceShape = z.strictObject({
  service: z.string(),
  state: z.enum(["running", "exited", "restarting", "paused", "created", "dead", "missing"]),
  health: z.enum(["healthy", "unhealthy", "starting", "none"]),
  container: z.string().optional(),
  exit_code: z.int().optional(),
  ready_ms: z.int().optional(),
});

export const endpointShape = z.strictObject({
  service: z.string(),
  label: z.string().optional(),
  container_port: z.int(),
  host_url: z.string().optional(),
  network_url: z.string(),
}).meta({ id: "endpoint" });

export const evidenceShape = z.strictObject({ source: z.string(), excerpt: z.string(), line: z.int().optional() });

export const causeShape = z.strictObject({
  code: z.string(),
  service: z.string().optional(),
  cause: z.string(),
  confidence: z.enum(["proven", "likely", "possible"]),
  evidence: z.array(evidenceShape),
  affects: z.array(z.string()).optional(),
  fix: z.strictObject({
    summary: z.string(),
    command: z.array(z.string()).optional(),
    tool: z.string().optional(),
    arguments: z.record(z.string(), z.unknown()).optional(),
  }),
}).meta({ id: "cause" });

export const pointerShape = z.strictObject({
  role: z.string(),
  path: z.string(),
  anchor: z.array(z.string()).optional(),
  status: z.enum(["ok", "missing", "moved", "changed", "external", "unchecked"]),
  line: z.int().optional(),
  end_line: z.int().optional(),
  url: z.string().optional(),
  found_at: z.string().optional(),
}).meta({ id: "pointer" });

export const editShape = z.strictObject({ path: z.string(), action: z.enum(["create", "modify"]), diff: z.string() });

/** Why something that was asked for was not done. */
export const refusalShape = z.strictObject({ code: z.string(), message: z.string(), fix: z.string() });

export type Service = z.input<typeof serviceShape>;
export type Cause = z.input<typeof causeShape>;
export type Evidence = z.input<typeof evidenceShape>;
