import { environmentOf, part, portsOf, scalarOf, shownPort, wordsOf } from "./compose-service.ts";
import type { ReadingContext } from "./live-values.ts";
import type { LiveValue } from "./pointer.ts";
import { listed, openly, shown, shownCommand } from "./shown.ts";
import { entriesOf, type YamlFound } from "./yaml-paths.ts";
import type { YamlSource } from "./yaml-source.ts";

/** What a service of a compose file is: its ports, what it is made of, names of its variables, how its health is asked. */
export function liveService(source: YamlSource, service: YamlFound, path: string, { interpolate, detail }: ReadingContext): LiveValue[] {
  const full = detail === "full";
  const value = (label: string, found: { line: number } | undefined, text: string): LiveValue[] => (found && text !== "" ? [{ label, value: text, path, line: found.line }] : []);
  const key = (name: string) => part(source, service, name);
  const ports = portsOf(source, service, interpolate);
  const environment = environmentOf(source, service);
  const build = key("build");
  const health = key("healthcheck");
  const test = health && entriesOf(source, health).find((one) => one.name === "test");
  const command = key("command");
  return [
    ...value("ports", ports[0], listed(ports.map(shownPort), full ? 50 : 6)),
    ...value("image", key("image"), shown(openly(scalarOf(key("image")) ?? "", interpolate))),
    ...value("build", build, build ? builtFrom(source, build) : ""),
    ...value("environment", environment[0], listed(environment.map((one) => shown(one.name, 60)), full ? 100 : 12)),
    ...value("health check", test, shownCommand(wordsOf(source, test).filter((word) => !/^CMD(?:-SHELL)?$/.test(word)), full ? 200 : 60)),
    ...(full
      ? [
          ...value("depends on", key("depends_on"), listed(dependencies(source, key("depends_on")).map(({ name, condition }) => (condition ? `${name} (${condition})` : name)), 30)),
          ...value("volumes", key("volumes"), listed(volumes(source, key("volumes")), 30)),
          ...value("networks", key("networks"), listed(names(source, key("networks")), 30)),
          ...value("command", command, shownCommand(wordsOf(source, command), 200)),
        ]
      : []),
  ];
}

/** The services that one waits for, with the condition where it says one. */
export function dependencies(source: YamlSource, found: YamlFound | undefined): { name: string; condition?: string; line: number }[] {
  return (found ? entriesOf(source, found) : []).map((one) => {
    const condition = scalarOf(one) === undefined ? scalarOf(entriesOf(source, one).find((key) => key.name === "condition")) : undefined;
    return { name: one.name, line: one.line, ...(condition === undefined ? {} : { condition }) };
  });
}

function builtFrom(source: YamlSource, build: YamlFound): string {
  const key = (name: string) => scalarOf(entriesOf(source, build).find((one) => one.name === name));
  const context = scalarOf(build) ?? key("context") ?? ".";
  const [dockerfile, target] = [key("dockerfile"), key("target")];
  return shown([dockerfile ?? `${context.replace(/\/$/, "")}/Dockerfile`, ...(dockerfile && context !== "." ? [`in ${context}`] : []), ...(target ? [`target ${target}`] : [])].join(" "));
}

function volumes(source: YamlSource, found: YamlFound | undefined): string[] {
  return (found ? entriesOf(source, found) : []).map((one) => {
    const text = scalarOf(one);
    const key = (name: string) => scalarOf(entriesOf(source, one).find((part) => part.name === name)) ?? "";
    return shown(text ?? [key("source"), key("target")].filter((side) => side !== "").join(":"), 80);
  });
}

/** Keys of a mapping, or words of a list. */
export function names(source: YamlSource, found: YamlFound | undefined): string[] {
  return (found ? entriesOf(source, found) : []).map((one) => shown(one.name, 60));
}
