/** How much a log line says about a failure. `aftermath` is what follows from one: exiting, retrying, "startup failed". */
export type Severity = "failure" | "sign" | "aftermath" | "none";

const longestJudged = 4_000;

const accessLog = /"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT) [^"]{0,2000}"[ :]+([1-5])\d\d\b/;

// "0 errors", "errors: none", and names that only hold the word: error_log, on_error, max-failures, -Werror.
const harmless =
  /\b(?:0|no|zero|without) (?:\w+ )?(?:errors?|failures?|failed)\b|\b(?:errors?|failures?|failed)["']?[=:] ?["']?(?:0|none|null|false|\[\]|\{\})(?![\w.])|\berror[_-]\w+|\b\w+[_-](?:errors?|failures?|failed)\b/gi;

const failure =
  /\b[A-Z]\w*(?:Error|Exception)\b|\berrors?\b|\bERR!|\bfatal\b|\bpanic(?:ked)?\b|\bcritical\b|\bexception\b|\btraceback\b|segmentation fault|core dumped|out of memory|\boom-?killed\b|\b(?:EACCES|EADDRINUSE|ECONNREFUSED|EHOSTUNREACH|ENOENT|ENOSPC|ENOTFOUND|EPERM)\b/i;

const sign =
  /\b(?:cannot|can't|could not|couldn't|unable to|refused|denied|not found|no such|not exist|timed out|timeout|invalid|missing|unreachable|in use|undefined|unknown|unexpected|unhealthy|unauthorized|forbidden|not permitted|not set|must be|required|crash(?:ed)?|conflict|no space left|too many|exceeded|expired|unsupported|mismatch|unresolved)\b/i;

const failing = /\b(?:fail(?:s|ed|ing|ure)?|abort(?:ed|ing)?|killed)\b/i;

const aftermath =
  /\bexit(?:ing|ed)?\b|\bshutting down\b|\bshut ?down\b|\bstopp(?:ed|ing)\b|\bterminat(?:ed|ing)\b|startup failed|failed to boot|complete log of this run|\belifecycle\b|command failed|\bgiving up\b|\brestarting\b|\bretry(?:ing)?\b/gi;

const calm = new Set(["trace", "debug", "verbose", "info", "information", "notice", "log", "10", "20", "30"]);
const bad = new Set(["err", "error", "crit", "critical", "fatal", "panic", "alert", "emerg", "emergency", "severe", "50", "60"]);

/** Linear in the length of the line, of which the first 4,000 characters are judged. */
export function severityOf(line: string): Severity {
  const text = line.slice(0, longestJudged);
  const access = accessLog.exec(text);
  if (access) return access[1] === "5" ? "sign" : "none";
  const level = levelOf(text);
  if (level === "trace" || level === "debug" || level === "verbose" || level === "10" || level === "20") return "none";
  const words = text.replace(harmless, " ");
  if (/^\W*npm (?:ERR!|error)/.test(words)) return sign.test(words) ? "failure" : words.trim().length > 8 ? "aftermath" : "none";
  const cause = words.replace(aftermath, " ");
  const told = sign.test(cause);
  if (calm.has(level)) return told || failure.test(cause) ? "aftermath" : "none";
  const isFailure = bad.has(level) || failure.test(words);
  if (cause !== words && !told && !namesError(cause)) return isFailure || failing.test(words) ? "aftermath" : "none";
  if (level === "warn" || level === "warning" || level === "40") return told || failing.test(words) ? "sign" : "none";
  return isFailure ? "failure" : told || failing.test(words) ? "sign" : "none";
}

function namesError(text: string): boolean {
  return /\b[A-Z]\w*(?:Error|Exception)\b/.test(text);
}

/** The level that a line says it has, in lower case; "" when it says none. */
function levelOf(text: string): string {
  const named = /\b(?:level|severity|lvl)["']?[=:] ?["']?(\w+)/i.exec(text);
  const bracketed = /[[<](trace|debug|info|notice|warn|warning|error|err|crit|critical|alert|emerg|fatal)[\]>]/i.exec(text);
  const capitals = /\b(TRACE|DEBUG|VERBOSE|INFO|NOTICE|LOG|WARN|WARNING|ERROR|ERR|CRITICAL|FATAL|PANIC|SEVERE|ALERT|EMERG)\b(?!!)/.exec(text.slice(0, 160));
  const leading = /^\s{0,20}(debug|info|notice|warn|warning|error|fatal|panic)\b/i.exec(text);
  return (named ?? bracketed ?? capitals ?? leading)?.[1]?.toLowerCase() ?? "";
}
