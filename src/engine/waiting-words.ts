/** For whom a start waits, and for what. */
export interface Waiting {
  service: string;
  for: string;
}

/**
 * What has become ready and what is waited for: "redis is ready, waiting for postgres (its health check), then server".
 * Those whose turn has not come are named last. What a failing answer said is left out: it may differ each time.
 */
export function waitingWords(ready: string[], waiting: Waiting[]): string {
  const now = waiting.filter((one) => one.for !== "its turn");
  const later = waiting.filter((one) => one.for === "its turn").map((one) => one.service);
  const [first = ""] = ready;
  return [
    ...(ready.length === 0 ? [] : [ready.length === 1 ? `${first} is ready` : `${listed(ready)} are ready`]),
    ...(now.length === 0 ? [] : [`waiting for ${listed(now.map((one) => `${one.service} (${reason(one)})`))}`]),
    ...(later.length === 0 ? [] : [`${now.length > 0 ? "then" : "next"} ${listed(later)}`]),
  ].join(", ");
}

/** After a long silence: for how long it has been waited, and what the last answer was. */
export function stillWaiting(seconds: number, waiting: Waiting[]): string {
  const now = waiting.filter((one) => one.for !== "its turn");
  return `still waiting after ${seconds} s for ${(now.length > 0 ? now : waiting).map((one) => `${one.service} (${one.for})`).join(", ")}`;
}

function reason({ for: what }: Waiting): string {
  return what.replace(/: .*$/s, "");
}

/** At most four names. */
export function listed(names: string[]): string {
  return names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
