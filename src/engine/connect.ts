import type { Files } from "../host/files.ts";
import type { Machine } from "../host/machine.ts";
import type { Net } from "../host/net.ts";
import type { Runner } from "../host/runner.ts";
import { engineAddress } from "./address.ts";
import { apiEngine } from "./api-engine.ts";
import { commandEngine } from "./command-engine.ts";
import type { Engine } from "./engine.ts";

interface Ports {
  files: Files;
  machine: Machine;
  net: Net;
  runner: Runner;
}

/** The engine that the docker command would use. Nothing is sent to it yet. */
export async function connectEngine(ports: Ports, root: string): Promise<Engine> {
  const found = await engineAddress(ports);
  const where = { host: found.host, address: found.words };
  return found.api ? apiEngine(ports.net, found.api, where) : commandEngine(ports.runner, ports.machine, root, where);
}
