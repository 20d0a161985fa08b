import type { Sign } from "./sign.ts";

/** What Compose says of its files and of the order in which it starts. */
export const composeSigns: Sign[] = [
  {
    code: "condition-impossible",
    patterns: [/container (?<name>\S{1,120}) has no healthcheck configured/i],
    cause: "Compose waits for {name} to be healthy, which has no health check.",
    fix: "Give it a health check, or wait for service_started.",
    decisive: true,
  },
  {
    code: "dependency-down",
    patterns: [/dependency failed to start: (?:container (?<name>\S{1,120})|Error)/i, /service "(?<name>[^"]{1,80})" didn't complete successfully/i, /dependency (?<name>\S{1,80}) failed to start|container (?<name2>\S{1,120}) is unhealthy/i],
    cause: "Compose cannot start what waits for {name|another service}: that one failed, or is not there.",
    fix: "Find out why that one fails first.",
    tool: { name: "health_check", arguments: {} },
    decisive: false,
  },
  {
    code: "compose-missing",
    patterns: [/docker: 'compose' is not a docker command|unknown shorthand flag: 'f' in -f|docker-compose: (?:command )?not found|unknown command: docker compose|looking up compose provider failed/i],
    cause: "Docker Compose is not there.",
    fix: "Install the Compose plugin, 2.20 or later.",
    decisive: true,
  },
  {
    code: "compose-file-missing",
    patterns: [/no configuration file provided: not found|Can't find a suitable configuration file/i, /open (?<path>[^\s:]{0,200}compose[^\s:]{0,60}\.ya?ml): (?:no such file|The system cannot find)/i],
    cause: "Compose finds no compose file here: {path|none of its usual names}.",
    fix: "Go to the folder that holds it, or name it (`-f`, COMPOSE_FILE).",
    decisive: true,
  },
  {
    code: "service-unknown",
    patterns: [/\bno such service: (?<name>[\w.-]{1,80})/i, /\bservice "(?<name>[^"]{1,80})" (?:is not running|has no container to start|is not running container #\d)/i, /no (?:service|container) (?:selected|found for (?:service|project) "?(?<name>[\w.-]{1,80}))/i],
    cause: "The compose file has no running service {name|of that name}.",
    fix: "health_check names the services and which of them run; a profile may leave one out.",
    tool: { name: "health_check", arguments: { detail: "full" } },
    decisive: true,
  },
  {
    code: "compose-invalid",
    patterns: [
      /^(?!.{0,300}(?:^|[\s/])(?![\w.-]{0,60}compose)[\w.-]{1,60}\.ya?ml\b).{0,400}yaml: (?:line \d{1,6}|unmarshal errors|while (?:parsing|scanning)|control characters|invalid (?:leading|trailing) UTF-8)/i,
      /validating \S{0,160}compose\S{0,60}: |mapping values are not allowed|did not find expected|found character that cannot start any token|found (?:a )?tab character|found duplicate key|mapping key "[^"]{1,80}" already defined|yaml\.(?:parser|scanner)\.\w{1,20}Error/i,
      /(?:services|networks|volumes|secrets|configs|\(root\))[\w.-]{0,80} (?:Additional property|additional properties|must be |is invalid:|contains unsupported|additional property)|Additional property \S{1,80} is not allowed|Unsupported config option|does not match any of the regexes|contains an invalid type, it should be/i,
      /contains unsupported option|"[\w-]{1,40}" is a required property$|Version in "\S{1,120}" is unsupported|compose file .{0,60}is invalid|In file '\S{0,160}compose\S{0,40}', |Top level object in '|Does not match format '|mount path must be absolute|invalid volume specification|empty section between colons|too many colons/i,
      /undefined (?:volume|network)\b|service "[^"]{1,80}" (?:depends on undefined|refers to undefined|has neither an image nor a build context|uses an undefined)|depends on service '[^']{1,80}' which is undefined|Named volume "[^"]{1,120}" is used in service|conflicts with imported resource|cannot extend service|service "[^"]{1,80}" can't be used with `?extends/i,
      /invalid (?:interpolation format|spec:|compose project|containerPort|hostPort|proto:|service name|project name)|top-level object must be a mapping|dependency cycle detected|empty compose file|non-string key|cannot unmarshal !!|Invalid template: "|include cycle detected/i,
    ],
    cause: "The compose file is not valid.",
    fix: "Mend the line that the message names; start_env with dry_run checks it again.",
    tool: { name: "start_env", arguments: { dry_run: true } },
    decisive: true,
  },
  {
    code: "orphans",
    patterns: [/Found orphan containers/i],
    cause: "Containers of services that are no longer in the compose file are still there.",
    fix: "Take them away with `docker compose up -d --remove-orphans`, once nothing in them is needed.",
    decisive: false,
  },
];
