/** A service that teams often add: what compose needs of it, and how far it was tried. */
export interface Template {
  /** In compose's own shapes. `{name}` stands for the service's name, `{NAME}` for that in capitals. */
  definition: Record<string, unknown>;
  description: string;
  aliases: string[];
  /** `run`: started here; `config`: accepted by compose, not run. */
  verified: "run" | "config";
}

/** By name. Images are pinned; a variable lets a machine without their registry use its own. */
export const TEMPLATES: Record<string, Template> = {
  redis: {
    definition: {
      image: "${{NAME}_IMAGE:-redis:7.4-alpine}",
      command: ["redis-server", "--appendonly", "yes"],
      ports: ["6379"],
      volumes: ["{name}_data:/data"],
      healthcheck: { test: ["CMD", "redis-cli", "ping"], interval: "5s", timeout: "3s", retries: 5, start_period: "10s" },
    },
    description: "Redis, which keeps what it holds over a restart",
    aliases: ["key-value store", "queue", "cache"],
    verified: "run",
  },
};

/** The definition of a template for a service of this name; undefined where there is no such template. */
export function fromTemplate(template: string, name: string): Template | undefined {
  const found = Object.hasOwn(TEMPLATES, template) ? TEMPLATES[template] : undefined;
  if (!found) return undefined;
  const capitals = name.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  const filled = (value: unknown): unknown => {
    if (typeof value === "string") return value.replaceAll("{NAME}", capitals).replaceAll("{name}", name.replace(/[^A-Za-z0-9_]+/g, "_"));
    if (Array.isArray(value)) return value.map(filled);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, one]: [string, unknown]) => [key, filled(one)])) : value;
  };
  return { ...found, definition: Object.fromEntries(Object.entries(found.definition).map(([key, value]) => [key, filled(value)])) };
}
