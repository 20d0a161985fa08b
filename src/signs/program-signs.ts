import type { Sign } from "./sign.ts";

/** What interpreters and tools say of a program that cannot run. */
export const programSigns: Sign[] = [
  {
    code: "module-missing",
    patterns: [/ModuleNotFoundError: No module named '?(?<name>[\w.]{1,120})/, /No module named '?(?<name>[\w.]{1,120})/, /Cannot find (?:module|package) ['"]?(?<name>[^'"\s]{0,158}[^'"\s.])/, /Module not found: (?:Error: )?Can't resolve '(?<name>[^']{1,160})'/, /ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|Cannot find native binding|Could not locate Gemfile|@prisma\/client did not initialize yet|Failed opening required '[^']{0,160}vendor\/autoload\.php/, /ImportError: cannot import name '(?<name>[^']{1,80})'/, /ImportError: (?<name>lib\S{1,80}): cannot open shared object/, /Failed to resolve (?:import|entry for package) "(?<name>[^"]{1,160})"/, /Could not resolve "(?<name>[^"]{1,160})"/, /(?:cannot load such file|no such file to load) -- (?<name>\S{1,120})/, /ClassNotFoundException: (?<name>[\w.$]{1,160})|NoClassDefFoundError/, /error while loading shared libraries: (?<name>\S{1,80}):/, /(?:no required module provides|cannot find module providing) package (?<name>\S{1,120})/, /Failed to load url (?<name>\S{1,120})/, /Class "(?<name>[^"]{1,120})" not found/, /Could not find (?<name>\S{1,80}) in locally installed gems/, /Bundler::GemNotFound/, /Error: Could not import module "(?<name>[^"]{1,120})"|Error loading ASGI app/],
    cause: "{who|The program} lacks the module {name|that it imports}.",
    fix: "Add it to the dependencies and rebuild the image; a mounted folder may hide what the image has installed.",
    tool: { name: "start_env", arguments: { mode: "rebuild" } },
    decisive: true,
  },
  {
    code: "syntax-error",
    patterns: [/^(?:.{0,60}\b)?(?:SyntaxError|IndentationError|TabError)\b(?!.{0,300}\bJSON\b)/, /Transform failed with \d{1,4} error|\[plugin[: ]vite[^\]]{0,60}\].{0,200}(?:Unexpected|Expected|Failed to parse)|Parse error: syntax error|ParseError: .{0,120}(?:Unexpected|Expected)|CompileError|error TS\d{4}:|js_parse_error|Unterminated (?:string|template)/, /\.(?:svelte|vue|[jt]sx?):\d{1,6}:\d{1,6}:? (?:Expected|Unexpected|Unterminated)\b/, /(?:×|✘ \[ERROR\]) (?:Unexpected|Expected|Unterminated)|syntax error, unexpected/, /syntax error near unexpected token|unexpected end of file|syntax error: unexpected/i, /Makefile:\d{1,6}: \*\*\* missing separator/],
    cause: "A source file of {who|the program} does not parse.",
    fix: "Mend the line that the message names.",
    decisive: true,
  },
  {
    code: "make-target-missing",
    patterns: [/make(?:\[\d\])?: \*\*\* No rule to make target ['`‘](?<name>[^'’]{1,80})/],
    cause: "The Makefile has no target {name}.",
    fix: "lookup_component names the targets that there are.",
    tool: { name: "lookup_component", arguments: { query: "make targets" } },
    decisive: true,
  },
  {
    code: "runtime-version",
    patterns: [/EBADENGINE|Unsupported engine|requires a different Python|requires-python|require a different python version|The engine "node" is incompatible|UnsupportedClassVersionError|requires (?:Node(?:\.js)?|Python|Ruby|PHP) (?:version )?[>=^~v]{0,3} ?\d|ERR_OSSL_EVP_UNSUPPORTED|ERR_REQUIRE_ESM|GLIBC_[\d.]{1,8}' not found/i],
    cause: "{who|The program} or one of its packages needs another version of its language or system.",
    fix: "Bring the base image's version and what the packages ask for together, then rebuild.",
    decisive: true,
  },
  {
    code: "file-missing",
    patterns: [/ENOENT: no such file or directory, \w{1,20} '(?<path>[^']{1,200})'/i, /FileNotFoundError: .{0,40}No such file or directory: '?(?<path>[^']{1,200})/i, /can't open file '(?<path>[^']{1,200})'/i, /(?:cannot|can't|could not|failed to) (?:open|stat|access|read|find|load) (?:file |directory |config(?:uration)? )?['"]?(?<path>[/.][^'":]{1,200})['"]?: (?:No such|not found|ENOENT)/i, /open (?<path>\/[^:\s]{1,200}): no such file or directory/i, /(?<path>\/[^:\s]{1,200}): No such file or directory/i, /open\(\) "(?<path>[^"]{1,200})" failed \(2: /, /cannot load certificate(?: key)? "(?<path>[^"]{1,200})"/, /No config file '(?<path>[^']{1,200})' found/, /\bFileNotFound(?:Error|Exception)\b/],
    cause: "{who|The program} cannot find the file {path|that it needs}.",
    fix: "Look whether it is in the image or mounted, and at the working directory that the path starts from.",
    decisive: false,
  },
  {
    code: "permission-denied",
    patterns: [/EACCES: permission denied|PermissionError: \[Errno 13\]|[Pp]ermission denied|EPERM: operation not permitted|Operation not permitted|java\.nio\.file\.AccessDeniedException|Read-only file system|EROFS/],
    cause: "{who|The program} may not read or write a file.",
    fix: "Compare the user that it runs as with the owner of the file or volume; a mount may be read-only, a script not executable.",
    decisive: false,
  },
];
