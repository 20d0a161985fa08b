import { spawn } from "node:child_process";
import { once } from "node:events";
import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the chat's API does not take the key, and somebody asked",
  expect: { code: "api-key-refused", service: "server" },
  async inject(stack) {
    const stub = spawn(process.execPath, ["-e", 'require("http").createServer((_, answer) => { answer.statusCode = 401; answer.end("{}"); }).listen(0, "0.0.0.0", function () { console.log(this.address().port); })']);
    stack.after(() => stub.kill("SIGKILL"));
    const [port] = (await once(stub.stdout, "data")) as [Buffer];
    const gateway = docker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", `${stack.project.name}_bestays-network`);
    stack.env("OPENROUTER_BASE_URL", `http://${gateway}:${port.toString().trim()}/api/v1`);

    await stack.renew("server");
    await stack.until("the server is healthy", () => docker("inspect", "-f", "{{.State.Health.Status}}", stack.id("server")) === "healthy");
    await fetch(`http://127.0.0.1:${stack.ports.SERVER_PORT}/api/chat`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ messages: [{ role: "user", content: "Has the mill house a garden?" }] }) });
  },
};
