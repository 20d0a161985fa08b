import { createServer } from "node:net";
import { errorCode } from "./node-file-error.ts";
import { toNetError } from "./node-net-error.ts";

const answers: Record<string, "taken" | "not-allowed" | "no-such-address"> = {
  EADDRINUSE: "taken",
  EACCES: "not-allowed",
  EPERM: "not-allowed",
  EADDRNOTAVAIL: "no-such-address",
  EAFNOSUPPORT: "no-such-address",
  ENOTFOUND: "no-such-address",
  EAI_AGAIN: "no-such-address",
};

/** Listens for a moment and lets go again. `::` means IPv6 alone, as the engine publishes the two families apart. */
export function canListen(host: string, port: number): Promise<"free" | "taken" | "not-allowed" | "no-such-address"> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const answer = answers[errorCode(error)];
      if (answer) resolve(answer);
      else reject(toNetError(error, { host, port }));
    });
    try {
      server.listen({ host, port, exclusive: true, ipv6Only: host.includes(":") }, () => server.close(() => resolve("free")));
    } catch (error) {
      reject(toNetError(error, { host, port }));
    }
  });
}
