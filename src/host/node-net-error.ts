import { NetError, type Address } from "./net.ts";
import { errorCode } from "./node-file-error.ts";

const reasons: Record<string, NetError["reason"]> = {
  ECONNREFUSED: "refused",
  ENOENT: "missing",
  ENOTDIR: "missing",
  EACCES: "denied",
  EPERM: "denied",
  ETIMEDOUT: "timed-out",
  ECONNRESET: "reset",
  EPIPE: "reset",
  ECONNABORTED: "reset",
  ENOTFOUND: "unresolved",
  EAI_AGAIN: "unresolved",
  EAI_NONAME: "unresolved",
};

const words: Record<NetError["reason"], string> = {
  refused: "refused the connection: nothing listens there",
  missing: "does not exist",
  denied: "may not be opened by this user",
  "timed-out": "did not answer in time",
  reset: "closed the connection before its answer was complete",
  unresolved: "is a name that could not be resolved",
  cancelled: "was not waited for any longer",
  "not-http": "answered with something that is not HTTP",
  other: "could not be used",
};

/** What the system or the HTTP parser said about a connection, as a NetError. */
export function toNetError(thrown: unknown, to: Address): NetError {
  if (thrown instanceof NetError) return thrown;
  const code = errorCode(thrown);
  const reason = reasons[code] ?? (code.startsWith("HPE_") ? "not-http" : "other");
  const detail = reason === "other" && thrown instanceof Error ? ` (${thrown.message})` : "";
  return netError(reason, to, detail);
}

export function netError(reason: NetError["reason"], to: Address, detail = ""): NetError {
  const name = "socket" in to ? to.socket : to.host.includes(":") ? `[${to.host}]:${to.port}` : `${to.host}:${to.port}`;
  return new NetError(reason, `${name} ${words[reason]}${detail}.`);
}
