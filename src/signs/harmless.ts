const access = /"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT) [^"]{0,2000}"[ :]{1,3}[1-5]\d\d\b/;
// What tests print of a case that passed, and databases of what they left as it was.
const passed = /^\W{0,4}[✓✔√]|^ok \d+ |\bPASSED\b|\bNOTICE:|\[notice\]/;
const debugging = /(?:^|[\s[|])(?:DEBUG|TRACE)[\s\]:|]|["\s]?\b(?:level|severity|lvl)["']?[=:] ?["']?(?:debug|trace|10|20)\b|^\s{0,20}(?:debug|trace)\b/;
// PostgreSQL of clients that went away; programs of what they can do without.
const borne = /\bLOG: {1,2}(?:could not receive data from client|unexpected EOF on client|incomplete startup packet)|\bskip loading plugin\b|\bnot (?:set|found|configured|defined)\b.{1,60}\b(?:using|falling back|skipping|disabled|optional)\b/;
const mended = /(?:^|[^\w-])(?<!\bnot )(?:re)?connected\W{0,3}$|\banswers again$/i;

/** Whether a line only mentions what it seems to tell: requests that were served, tests that passed, what is mended by now or not needed. */
export function isHarmless(line: string): boolean {
  return access.test(line) || passed.test(line) || borne.test(line) || debugging.test(line.slice(0, 200)) || mended.test(line.slice(-60));
}

const calmCapitals = /(?:^|[\s[|:-])INFO(?:[\s\]:|/]|$)/;
const calmMarked = /^\s{0,20}info\b|[[<]info[\]>]|\b(?:level|severity|lvl)["']?[=:] ?["']?(?:info|30)\b/i;

/** Whether a line says of itself that all is well. */
export function isCalm(line: string): boolean {
  const head = line.slice(0, 200);
  return calmCapitals.test(head) || calmMarked.test(head);
}
