import type { Sign } from "./sign.ts";

/** What is said where a program cannot be run, or was ended. */
export const runSigns: Sign[] = [
  {
    code: "script-line-ends",
    patterns: [/near unexpected token [`']?\$'[^'\s]{0,40}\\r|\^M: bad interpreter|\$'\\r': command not found|env: ['‘"]?[\w. -]{1,40}\\r|bad interpreter: .{0,80}\^M|set: pipefail(?:\\r)?: invalid option|\\r: (?:command )?not found|[\w/]\\r'?: No such file/i],
    cause: "A script has Windows line ends, which the container's shell takes for a part of the words.",
    fix: "Write it with Unix line ends (`.gitattributes`: `*.sh text eol=lf`), and build again.",
    decisive: true,
  },
  {
    code: "not-executable",
    patterns: [
      /exec:? "?(?<name>[\w./-]{1,160})"?(?: failed)?: permission denied|exec user process caused:? "?permission denied/i,
      /(?:^|: )(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash|zsh): (?:line \d{1,6}: |\d{1,6}: )?(?<name>\.{0,2}(?:\/(?:usr\/|local\/|opt\/|s?bin\/|app\/)[\w./-]{1,120}|\/?[\w./-]{0,120}(?:\.(?:sh|py|rb|pl|js)|gradlew|mvnw|entrypoint|\/start|\/run))|\.\/[\w./-]{1,120}): Permission denied/i,
      /(?:^|[\s"'])(?<name>[\w./-]{0,120}(?:\.sh|gradlew|mvnw|entrypoint)): Permission denied|env: ['‘"]?(?<name2>[\w./-]{1,80})['’"]?: Permission denied|spawn (?<name3>[\w./-]{1,120}) EACCES|fork\/exec (?<name4>[\w./-]{1,160}): permission denied|Unable to execute .{0,120}Permission denied/i,
    ],
    cause: "{who|The container} may not run {name|its program}: the file is not executable.",
    fix: "Set the bit where the file lives (`git update-index --chmod=+x …`, `COPY --chmod=755`), or run it through its interpreter (`sh …`); a mount shows the bits of the host.",
    decisive: true,
  },
  {
    code: "script-missing",
    patterns: [
      /Missing script: "?(?<name>[\w:.-]{1,80})/i,
      /ERR_PNPM_NO_SCRIPT.{0,60}Missing script: (?<name>[\w:.-]{1,80})|error Command "(?<name2>[^"]{1,80})" not found|Couldn't find a script named "(?<name3>[^"]{1,80})"|Script not found "(?<name4>[^"]{1,80})"/i,
      /Don't know how to build task '(?<name>[^']{1,80})'|Justfile does not contain recipe `(?<name2>[^`]{1,80})`|Task '(?<name3>[^']{1,80})' not found in (?:root )?project|task: Task "(?<name4>[^"]{1,80})" does not exist|Unknown lifecycle phase "(?<name5>[^"]{1,80})"/i,
      /Unknown command: '(?<name>[\w:.-]{1,80})'|(?:Command|command) "(?<name2>[\w:.-]{1,80})" is not defined|There are no commands defined in the "(?<name3>[\w:.-]{1,80})" namespace|No such command '(?<name4>[\w:.-]{1,80})'|unknown command "(?<name5>[\w:.-]{1,80})" for "/,
    ],
    cause: "There is no script or command {name|of this name}.",
    fix: "Correct the name in `command`, the Dockerfile or the Makefile; the scripts stand in the project's own file (package.json, composer.json, Rakefile).",
    decisive: true,
  },
  {
    code: "program-missing",
    patterns: [
      /\[FATAL tini.{0,20}\] exec (?<name>\S{1,160}) failed: No such file/,
      /exec: "(?<name>[^"]{1,120})": (?:stat|executable|no such file)/i,
      /exec:? (?<name>[./][\w./-]{1,120})(?: failed)?: (?:no such file or directory|not found)|exec user process caused:? "?no such file/i,
      /can't open file '(?<name>[^']{1,200})'|Unable to access jarfile (?<name2>\S{1,160})|Could not open input file: (?<name3>\S{1,160})|Can't open perl script "(?<name4>[^"]{1,160})"|No such file or directory -- (?<name5>\S{1,160})|(?:sh|bash|ash|dash): (?:\d{1,4}: )?(?:can't|cannot) open '?(?<name6>[^'\s:]{1,160})/i,
      /Could not find or load main class (?<name>[\w.$]{1,160})|no main manifest attribute|The application to execute does not exist: '(?<name2>[^']{1,160})'|specified command or file was not found|Cannot find module '(?<name3>\/[^']{1,160}\.[cm]?[jt]s)'(?!.{0,400}(?:imported from|Require stack:? - ))|Module not found "(?<name4>file:[^"]{1,160})"\.?$|(?:error: )?Module not found "(?<name5>[^"./][^"]{0,160}\.[jt]sx?)"$/,
      /(?:^|: )(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash|zsh): (?:line \d{1,6}: |\d{1,6}: )?(?<name>[\w./@+-]{1,80}): (?:command |inaccessible or )?not found/i,
      /(?:^|: )(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash|zsh): (?:line \d{1,6}: |\d{1,6}: )?(?<name>[\w./-]{1,120}): No such file or directory/i,
      /(?:^|\s)(?:[\w.-]{0,60}\/[\w./-]{1,120}|[\w.-]{1,60}\.sh): (?:line )?\d{1,5}: (?:[\w./-]{1,60}: )?(?<name>[\w./@+-]{1,80}): (?:command )?not found/,
      /(?:^|[\s"'])(?<name>[\w./-]{1,120}): cannot execute: required file not found/,
      /(?:^|[\s/])env: ['‘"]?(?<name>[\w./-]{1,80})['’"]?: No such file|env: can't execute '(?<name2>[^']{1,80})'/,
      /^make(?:\[\d{1,3}\])?: (?<name>[\w./-]{1,80}): (?:No such file|Command not found)/,
      /executable file not found in \$?%?PATH|spawn (?<name>[\w./-]{1,80}) ENOENT|command not found: (?<name2>[\w.-]{1,80})|^(?<name3>[\w.-]{1,40}): command not found/i,
      /Failed to (?:spawn|execute): `?(?<name>[\w.-]{1,80})`?|Command not found: (?<name2>[\w.-]{1,80})|'(?<name3>[\w.-]{1,80})' is not recognized as an internal or external command/i,
    ],
    cause: "The program {name|that a container should run} is not in its image.",
    fix: "Correct `command`, `entrypoint` or the health check, or install or copy the program in the Dockerfile; a mount may hide it. A script that is there but cannot be found has a wrong first line or Windows line ends.",
    decisive: true,
  },
  {
    code: "pid-file-left",
    patterns: [/A server is already running.{0,20}(?:Check |pid: \d{1,7}, file: )(?<path>[^\s)]{1,160}?)\.?\)?\.?$/, /[Pp]id ?file \(?['"]?(?<path>[\w./-]{1,160}?)['"]?\)? already exists|(?:httpd|apache2|nginx|unicorn|puma) \(pid \d{1,7}\) already running|Already running on PID:? ?\d{1,7}|pid file found, .{0,40}already running/],
    cause: "{who|The program} takes itself for running already: the PID file {path|} of an earlier run is still there.",
    fix: "Delete that file when the container starts (`rm -f` in its entrypoint), and keep it out of what is mounted (a path under /tmp).",
    decisive: true,
  },
  {
    code: "health-check-timed-out",
    patterns: [/Health ?check exceeded timeout|Timed out waiting for (?:the )?(?:container|service)s? to (?:be|become) healthy|health ?check.{0,40}timed out/i],
    cause: "A health check does not end within its time.",
    fix: "See whether the service answers at all and how fast; then give the check a longer `timeout` or a `start_period`.",
    tool: { name: "health_check", arguments: {} },
    decisive: false,
  },
  {
    code: "killed",
    patterns: [/exited with code 137|exit(?:ed)?(?: with)?(?: status| code)?:? ?\(?137\b|signal: killed|status 137|code=killed|\bSIGKILL\b|terminated by signal 9|signal 9\b|\bcode:? ?137\b|^Killed$|^\[\d{1,3}\] .{0,20}\bkilled\b|(?:^|: )line \d{1,6}: {1,8}\d{1,8} Killed\b/i],
    cause: "A process was killed: for lack of memory, or because it did not end in time when it was stopped.",
    fix: "See which of the two it was: the engine's events say whether it was asked to end, the kernel's log whether memory was short.",
    tool: { name: "health_check", arguments: { detail: "full" } },
    decisive: false,
  },
];
