import { looksSecret } from "../text/looks-secret.ts";
import type { Model, ServiceModel } from "./model.ts";

/** Values of the resolved model that stand under a name that looks secret, wherever compose took them from. */
export function modelSecrets(model: Model): { name: string; value: string }[] {
  return Object.values(model.services).flatMap((service) => {
    const build: unknown = service.build?.["args"];
    const args: Record<string, unknown> = typeof build === "object" && build !== null ? { ...build } : {};
    return Object.entries({ ...args, ...service.environment }).flatMap(([name, value]) => (looksSecret(name) && typeof value === "string" ? [{ name, value }] : []));
  });
}

/** What may be shown although a variable holds it: names, ports, images, profiles and files of the model. */
export function shownValues(model: Model | undefined): string[] {
  if (!model) return [];
  return [
    model.name,
    ...Object.keys(model.services),
    ...[...Object.values(model.networks ?? {}), ...Object.values(model.volumes ?? {})].flatMap((one) => one?.name ?? []),
    ...Object.values(model.services).flatMap((service) => [
      ...(service.image ? [service.image] : []),
      ...imageArguments(service),
      ...(service.container_name ? [service.container_name] : []),
      ...(service.ports ?? []).flatMap((port) => [port.published ?? "", port.host_ip ?? ""]),
    ]),
  ].filter((value) => value !== "");
}

/** Build arguments that name an image; a build prints them. */
function imageArguments({ build }: ServiceModel): string[] {
  const args: unknown = build?.["args"];
  if (typeof args !== "object" || args === null) return [];
  return Object.entries(args).flatMap(([name, value]) => (/image/i.test(name) && !looksSecret(name) && typeof value === "string" ? [value] : []));
}
