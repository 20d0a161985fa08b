import type { Refusal } from "./entry-refusals.ts";
import type { Definition } from "./service-definition.ts";

/** A value that compose passes on without a look, and that the engine would refuse only when the container is made. */
export function invalidValue({ image, restart }: Definition): Refusal | undefined {
  if (typeof image === "string" && !/^[^\s\p{Cc}]+$/u.test(image)) return { code: "invalid-image", message: `${JSON.stringify(image.slice(0, 80))} is no image.`, fix: "Write it as NAME:TAG, or NAME@sha256:DIGEST." };
  if (typeof restart === "string" && !/^(?:no|always|unless-stopped|on-failure(?::\d+)?|[^$]*\$.*)$/.test(restart)) return { code: "invalid-restart", message: `${JSON.stringify(restart.slice(0, 80))} says nothing about restarts.`, fix: "Write no, always, unless-stopped, on-failure or on-failure:3." };
  return undefined;
}
