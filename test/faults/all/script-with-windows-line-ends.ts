import { chmodSync } from "node:fs";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server's start script was saved with CRLF",
  expect: { code: "script-line-ends", service: "server" },
  async inject(stack) {
    stack.write("docker/server/start.sh", "#!/bin/sh\r\nexec sleep 1000\r\n");
    chmodSync(`${stack.project.root}/docker/server/start.sh`, 0o755);
    stack.model(({ services }) => {
      services.server.volumes.push("./docker/server/start.sh:/start.sh:ro");
      services.server["entrypoint"] = ["/start.sh"];
      delete services.server["init"];
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
