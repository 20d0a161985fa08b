import { isSourceLine } from "./source-line.ts";

const method = "(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT)";
// Requests that were served, as servers and proxies write them, and as frameworks do while developing.
const access = [new RegExp(`"${method} [^"]{0,2000}"[ :]{1,3}[1-5]\\d\\d\\b`), new RegExp(`(?:^|\\s)${method} \\/\\S{0,2000} (?:HTTP\\/[\\d.]{1,3} )?[1-5]\\d\\d\\b[\\w .-]{0,40}$`)];
// What tests print of a case that runs or passed, and databases of what they left as it was.
const passed = /^\W{0,4}[✓✔√]|^\s{0,8}ok (?:\d+ |- )|\bPASS(?:ED)?\b|^=== (?:RUN|CONT|PAUSE)\b|^test \S{1,200} \.\.\. (?:ok|ignored)$|\bNOTICE:|\[notice\]/;
const debugging = [/(?:^|[\s[|])(?:DEBUG|TRACE|VERBOSE|DBG)[\s\]:|]|["\s]?\b(?:level|severity|lvl)["']?[=:] ?["']?(?:debug|trace|DEBUG|TRACE|10|20)\b/, /^\s{0,20}(?:debug|trace|verbose)\b|^\s{0,4}[DV]\d{4} \d\d:/];
// A sample or the help of a metric, as Prometheus and StatsD write them.
const metric = /^[a-zA-Z][\w.]{0,100}[_:][\w:]{0,100}(?:\{[^}]{0,1000}\})? [-+]?[\d.]{1,20}(?:e[-+]?\d{1,3})?(?: \d{9,13})?$|^# (?:HELP|TYPE|UNIT) |^[\w.]{1,120}:\d{1,12}\|(?:c|g|ms|h)\b/i;
const heading = /^[\s>"'*-]{0,6}(?:title|subject|summary|description|label|alert|pattern|regex|placeholder|tooltip|question|topic|faq|todo|note to self)["']? ?[:=](?!=)/i;
// PostgreSQL of clients that went away; programs of what they can do without.
const borne = [
  /\bLOG: {1,2}(?:could not receive data from client|unexpected EOF on client|incomplete startup packet)|\bskip loading plugin\b/,
  /\b(?:not (?:set|found|configured|defined|available|installed)|is (?:empty|unset|missing)|undefined)\b.{1,60}\b(?:using|falling back|fall back|skipping|disabled|optional|ignoring|assuming)\b/,
];
const mended = /(?:^|[^\w-])(?<!\bnot )(?:re)?connected\W{0,3}$|\banswers again$|(?<!\bnot )\b(?:succeeded|recovered|reconnected|connected) (?:after|from|on (?:attempt|retry))\b/i;
const none = /(?:->|=>|→) ?0\W{0,2}$|\b(?:counts?|total|errors?|failures?|failed|matches|hits|occurrences|events)["']?(?: ?[:=] ?| )0\W{0,2}$|\b(?:0|no|zero) (?:unapplied|pending|failed|occurrences?|matches|hits|instances?)\b/i;

const atFirst = [...debugging, passed, metric, heading];
const anywhere = [...access, ...borne];

/** Whether a line only mentions what it seems to tell: requests that were served, tests that passed, numbers, source code, what is mended by now or not needed. */
export function isHarmless(line: string): boolean {
  return (
    atFirst.some((one) => one.test(line.slice(0, 600))) ||
    anywhere.some((one) => one.test(line)) ||
    mended.test(line.slice(-60)) ||
    isSourceLine(line) ||
    (none.test(line) && !isGrave(line))
  );
}

const grave = [
  /(?:^|[\s[|:(])(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE|EMERG|ALERT|CRIT|ERR!?)(?=[\s\]:|/)]|$)|\w(?:Error|Exception)(?::|$)/,
  /\b(?:level|severity|lvl)["']?[=:] ?["']?(?:err|error|fatal|critical|panic|alert|emerg|50|60)\b|^\s{0,20}(?:error|fatal|panic|fail|npm err!|npm error)\b[\]:! ]|[[<](?:error|fatal|crit|emerg|alert)[\]>]/i,
];

/** Whether a line says of itself that something went wrong. */
export function isGrave(line: string): boolean {
  const head = line.slice(0, 400);
  return grave.some((one) => one.test(head));
}

const calm = [
  /(?:^|[\s[|:-])(?:INFO|INF|NOTICE)(?:[\s\]:|/(]|$)/,
  /^\s{0,20}(?:info|note|notice|hint)\b|[[<](?:info|i|note|system)[\]>]|\b(?:level|severity|lvl)["']?[=:] ?["']?(?:info|information|notice|default|30)\b|^\s{0,4}I\d{4} \d\d:/i,
  // Warnings of package managers about what they install nevertheless; comments, headings and tables; what an engine fetches next.
  /^npm warn\b|^warning \S{1,80}(?: > \S{1,80}|@[\d.]{1,12}):|^#{1,6} |^--\s|^\s{0,8}(?:[-*+]|\d{1,3}[.)]) .{0,200}(?:`|\*\*)|^\|.{1,400}\|\s{0,4}$|^Unable to find image '|^.{0,60}\bdeprecat(?:ed|ion)\b/i,
];
const topic = /\bhow to (?:fix|solve|resolve|handle|avoid|debug|prevent)\b|\bwhat to do (?:when|if)\b|\bwhy (?:does|do|did|is|am|are)\b|\b(?:ignor(?:e|es|ing)|suppress(?:ed|ing)|simulat(?:ed|ing)|retryable|retry on|expected error|(?:errors|failures|failed)=0)\b/i;

/** Whether a line says of itself that all is well, or speaks of errors in general. */
export function isCalm(line: string): boolean {
  return calm.some((one) => one.test(line.slice(0, 200))) || (topic.test(line.slice(0, 100)) && !isGrave(line));
}
