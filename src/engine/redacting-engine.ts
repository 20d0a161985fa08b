import { clean } from "../text/clean.ts";
import type { Container } from "./container.ts";
import type { Engine } from "./engine.ts";

/**
 * An engine whose words are clean before anybody cuts, searches or quotes them: log lines, command output, health logs and
 * errors, without control characters and without the values that `redact` hides. Cut first, half a secret would stay.
 */
export function redactingEngine(engine: Engine, redact: (text: string) => string): Engine {
  const safe = (text: string) => redact(clean(text));
  const container = (one: Container): Container => ({ ...one, error: safe(one.error), healthLog: one.healthLog.map((entry) => ({ ...entry, output: safe(entry.output) })) });
  return {
    host: engine.host,
    address: engine.address,
    info: (signal) => engine.info(signal),
    list: (filter) => engine.list(filter),
    containers: async (project, listed) => (await engine.containers(project, listed)).map(container),
    volumes: (project) => engine.volumes(project),
    has: (kind, name) => engine.has(kind, name),
    image: (reference) => engine.image(reference),
    architecture: () => engine.architecture(),
    processes: async (id) => (await engine.processes(id)).map((one) => ({ ...one, command: safe(one.command) })),
    fileIn: (id, path) => engine.fileIn(id, path),
    headOf: async (id, path, characters) => redact(await engine.headOf(id, path, characters)),
    usage: (ids, clock, signal) => engine.usage(ids, clock, signal),
    logs: async (id, request) => (await engine.logs(id, request)).map((line) => ({ ...line, text: safe(line.text) })),
    happenings: (project, sinceMs) => engine.happenings(project, sinceMs),
    exec: async (id, request) => {
      const done = await engine.exec(id, request);
      return { ...done, stdout: safe(done.stdout), stderr: safe(done.stderr) };
    },
    start: (id) => engine.start(id),
  };
}
