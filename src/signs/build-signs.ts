import type { Sign } from "./sign.ts";

/** What package managers and image builds say. */
export const buildSigns: Sign[] = [
  {
    code: "lockfile-mismatch",
    patterns: [
      /npm ci. can only install|Missing: \S{1,120} from lock file|Invalid: lock file's \S{1,120} does not satisfy|Your lockfile needs to be updated|lockfile would have been modified|ERR_PNPM_OUTDATED_LOCKFILE|ERR_PNPM_NO_LOCKFILE|ERR_PNPM_LOCKFILE_\w{1,30}|ERR_PNPM_FROZEN_LOCKFILE\w{0,40}|yarn was run with .{0,3}--frozen-lockfile|with .{0,3}frozen-lockfile.{0,3} because|lockfile is frozen|lock ?file (?:is )?(?:out of (?:date|sync)|outdated|stale)/i,
      /poetry\.lock (?:is not up to date|was not found)|pyproject\.toml changed significantly since poetry\.lock|The lockfile at `?\S{1,120}`? (?:needs to be updated|is (?:outdated|not up)|was not found)|Pipfile\.lock .{0,60}out of date|pdm\.lock .{0,60}(?:not match|outdated)|Lock file (?:hash )?(?:doesn't match|is not (?:compatible|up))/i,
      /the lock file \S{1,160} needs to be updated|lock file (?:version|does not contain)|Your lock file does not contain|lock file is not up to date|Required package "\S{1,120}" is not present in the lock file/i,
      /Gemfile\.lock.{0,120}(?:frozen|deployment mode|changed|does not satisfy)|gemspecs? (?:for|in) .{0,60}changed|in deployment mode after changing|bundle lock --add-platform|Your bundle only supports platforms/i,
      /go: updates to go\.(?:mod|sum) needed|missing go\.sum entry|go\.mod file indicates go .{0,40}but maximum|inconsistent vendoring|checksum mismatch.{0,80}(?:go\.sum|downloaded)|verifying \S{1,120}: checksum mismatch|NU1004|packages lock file is inconsistent|THESE PACKAGES DO NOT MATCH THE HASHES|integrity checksum failed|EINTEGRITY/i,
    ],
    cause: "The lock file does not fit the list of dependencies.",
    fix: "Install once outside of the build so that the lock file is renewed, commit it, then rebuild.",
    tool: { name: "start_env", arguments: { mode: "rebuild" } },
    decisive: true,
  },
  {
    code: "python-environment-managed",
    patterns: [/externally[- ]managed[- ]environment|This environment is externally managed/i],
    cause: "pip may not install into the system's own Python.",
    fix: "Use a virtual environment in the image (`python -m venv /venv`), an official python image, or uv.",
    decisive: true,
  },
  {
    code: "native-build-failed",
    patterns: [
      /gyp ERR! (?:find Python|build error|configure error|stack)|node-gyp.{0,60}(?:failed|not found)|Could not find any (?<name>Python) installation|Failed to build gem native extension|failed to run custom build command|Could not find directory of (?<name2>OpenSSL)|Microsoft Visual C\+\+ .{0,20}is required/i,
      /fatal error: (?<name>[\w./-]{1,80}\.h(?:pp)?): No such file|(?<name2>pg_config|mysql_config|cmake|pkg-config|rustc|cargo)[`'"]? (?:executable )?(?:not found|is required|command failed)|Package '?(?<name3>[\w.+-]{1,60})'?,? (?:was not found in the pkg-config|required by '[^']{0,60}', not found)/i,
      /error: (?:command|linker) [`'"]?(?<name>\/?[\w./-]{0,40}(?:gcc|cc|clang|g\+\+)\w{0,4})[`'"]? (?:failed|not found)|unable to find library -l(?<name2>[\w.-]{1,40})|cannot find -l(?<name3>[\w.-]{1,40})|exec: "(?<name4>gcc)": executable/i,
    ],
    cause: "A package is built from source, and what that needs is missing in the image: {name|a compiler or a library}.",
    fix: "Install what it needs in that step (`build-essential`, `python3`, headers as `libpq-dev`), or take a version with a ready build (`psycopg2-binary`, a `-slim` instead of an `-alpine` image).",
    decisive: true,
  },
  {
    code: "package-not-found",
    patterns: [
      /Could not find a version that satisfies the requirement (?<name>[^\s,;]{1,80})/i,
      /No matching distribution found for (?<name>[^\s,;]{1,80})/i,
      /E: Unable to locate package (?<name>\S{1,80})|E: Couldn't find any package by (?:glob|regex) '(?<name2>[^']{1,80})'/i,
      /E: Package '(?<name>[^']{1,80})' has no installation candidate|E: Version '[^']{1,60}' for '(?<name2>[^']{1,80})' was not found|The following packages have unmet dependencies|E: Unable to correct problems, you have held broken packages/i,
      /(?:no longer has|does not have) a Release file|E: (?:Failed to fetch|The repository) '?\S{1,200}.{0,60}(?:404|no longer has a Release file|does not have a Release file|is not signed)|Release file for \S{1,200} is expired|(?:Hash Sum mismatch|NO_PUBKEY|is not signed\.$)/i,
      /ERROR: unable to select packages|^\s{0,4}(?<name>[\w.+-]{1,60}) \(no such package\)|No package (?<name2>[\w.+-]{1,60}) available|Unable to find a match: (?<name3>[\w.+-]{1,60})|error: target not found: (?<name4>[\w.+-]{1,60})/i,
      /npm (?:ERR!|error) (?:404|notarget|code E404|code ETARGET|code ERESOLVE|ERESOLVE)|ERR_PNPM_(?:FETCH_404|NO_MATCHING_VERSION|PEER_DEP_ISSUES)|Couldn't find (?:any versions for|package) "(?<name>[^"]{1,80})"|GET https:\/\/registry\.\S{1,160}:? (?:- )?(?:Not found|404)|error: No version matching "[^"]{1,80}" found for specifier "(?<name2>[^"]{1,80})"/i,
      /No solution found when resolving|have conflicting dependencies|did not match any packages|Can't continue due to errors on dependencies|Unchecked dependencies for environment|ResolutionImpossible|version solving failed|SolverProblemError|Could not find a matching version of package (?<name>\S{1,80})|Your requirements could not be resolved to an installable set/i,
      /Could not find gem '(?<name>[^']{1,80})'|Could not find compatible versions|Bundler could not find compatible versions|no matching package named `(?<name2>[^`]{1,80})` found|failed to select a version for (?:the requirement )?`?(?<name3>[\w-]{1,80})/i,
      /Could not (?:find artifact|resolve dependencies|resolve all (?:files|dependencies|artifacts)|transfer artifact) (?:for (?:project|configuration) )?'?(?<name>[\w.:-]{1,120})|(?:error )?NU110[12356]|Unable to find package (?<name2>[\w.]{1,80})|reading \S{1,160}: (?:404|410) |unknown revision (?<name3>\S{1,80})/i,
      /module \S{1,120}: not a known dependency/i,
    ],
    cause: "A package {name|that the build installs} cannot be found or does not fit the others.",
    fix: "Correct its name or version; for system packages let the Dockerfile run `apt-get update` in the same step, and use a base image that is still supported.",
    decisive: true,
    follows: ["host-unknown", "connection-timed-out", "connection-refused", "host-unreachable", "certificate-refused", "connection-lost", "clock-wrong"],
  },
  {
    code: "build-file-missing",
    patterns: [
      /failed to (?:compute cache key|calculate checksum of ref).{0,300}"(?<path>\/[^"]{0,160})":? not found|COPY failed: (?:file not found|no source files|stat|forbidden path)|ADD failed: |"(?<path2>\/[^"]{1,120})": not found/i,
      /unable to evaluate symlinks in Dockerfile path|failed to read dockerfile|Cannot locate (?:specified )?Dockerfile|unable to prepare context: (?:path|unable)|resolve : lstat (?<path>\S{1,160}): no such|Forbidden path outside the build context|no build stage in current context|Dockerfile: no such file|failed to (?:compute cache key|calculate checksum of ref).{0,300}(?:not found|no such file|failed to walk)|no such file or directory: .{0,60}Dockerfile/i,
      /target stage "?(?<path>[^"\s]{1,80})"? could not be found|failed to reach build target (?<path2>\S{1,80}) in Dockerfile|invalid from flag value (?<path3>[^\s:]{1,80})|Could not open requirements file: .{0,60}'(?<path4>[^']{1,120})'|(?:could not find|couldn't find|cannot find|no) (?:an? )?[`'"]?(?<path5>composer\.json|package\.json|pyproject\.toml|Cargo\.toml|Pipfile|mix\.exs|pom\.xml)[`'"]?|(?<path6>go\.mod) file not found/i,
    ],
    cause: "The build cannot find a file or stage that it needs: {path|see the line}.",
    fix: "Paths of COPY start at the build context; look at `build.context`, `dockerfile`, `target` and `.dockerignore`.",
    decisive: true,
  },
  {
    code: "dockerfile-invalid",
    patterns: [/dockerfile parse error|Dockerfile parse error|unknown instruction: (?<name>\w{1,40})|the Dockerfile \(\S{1,160}\) cannot be empty|file with no instructions|base name \(\S{0,160}\) should not be blank|unknown flag: (?:mount|chmod|link)|requires BuildKit/i],
    cause: "The Dockerfile does not parse, or asks for what this builder does not know.",
    fix: "Mend the line that the message names; `# syntax=docker/dockerfile:1` on top gives the newest builder language.",
    decisive: true,
  },
  {
    code: "build-failed",
    patterns: [
      /\bERROR \[[\w. -]{1,60} \d{1,3}\/\d{1,3}\]|failed to solve|did not complete successfully: exit code: \d{1,3}|The command '.{1,300}' returned a non-zero code|Build failed(?: because| with|:)|failed to compile|Failed to compile|BUILD FAILED|BUILD FAILURE|Compilation failed|error during build:|could not compile `(?<crate>[\w-]{1,80})`|ELIFECYCLE|Failed (?:building wheel|to build)\b/i,
      /Could not build wheels|metadata-generation-failed|subprocess-exited-with-error|npm (?:ERR!|error) Failed at the|Command failed with exit code [1-9]|make(?:\[\d\])?: \*\*\* .{1,200}Error \d|ERROR: Service '(?<name>[^']{1,80})' failed to build|subprocess returned (?:a )?non-zero|Execution failed for task '(?<gradle>[^']{1,80})'|Failed to execute goal/i,
    ],
    cause: "A build fails: the line says that, and not why.",
    fix: "Read the first error above this line: it names the step of the Dockerfile that fails.",
    decisive: false,
  },
];
