import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server's start script is mounted without its executable bit",
  expect: { code: "not-executable", service: "server" },
  async inject(stack) {
    stack.write("docker/server/start.sh", "#!/bin/sh\nexec sleep 1000\n");
    stack.model(({ services }) => {
      services.server.volumes.push("./docker/server/start.sh:/start.sh:ro");
      services.server["command"] = ["/start.sh"];
    });
    // Without an init, so that the engine itself starts it.
    stack.model(({ services }) => {
      delete services.server["init"];
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
