const comment = [/^\s{0,200}(?:\/\/|\/\*|<!--)/, /[;{})] {1,4}\/\/ |\) {1,4}# /];

const code = `["'\`][\\w :.-]{1,80}["'\`]`;
const condition = [
  new RegExp(`[=!]==? ?${code}|${code} ?(?:[=!]==? |in (?:str|err|error|exc|e|msg|message|text|line|output|stderr|stdout)\\b)`),
  /\binstanceof\b|\berrors\.(?:Is|As)\(|\bisinstance\(|\.(?:includes|startsWith|has|indexOf|match|test|contains)\(\s?["'`/]/,
  /[:(=,] ?\/[^/\s][^/]{0,200}\/(?:[gimsuy]{1,4}[,;)]{0,3}|[,;])$/,
];
const branch = /^\s{0,200}(?:case ["'`]|\}? ?catch\b|except\b|rescue\b|when ["'`]|(?:\} )?(?:else )?if\b.{0,400}[:{)]$)/;

const test = /^\s{0,200}(?:(?:it|test|describe|context|scenario)(?:\.\w{1,20})?\(|assert(?!ion)\w{0,20}[ (].{0,200}(?:==|!=|\(|\bin\b)|expect\(|with pytest\.raises)/;

const declaration = [
  /^\s{0,200}(?:export )?(?:default )?(?:const|let|var|val|readonly|static|public|private|final)\b[^=]{1,120}=/,
  /^\s{0,200}(?:export )?(?:default )?(?:async )?(?:function|fn|func|def|class|enum|interface) [\w$.]{1,60}.{0,200}(?:\{|:$)/,
  /^\s{0,200}(?:return\b(?! (?:code|value|status)).{1,300};?$|(?:from [\w.]{1,80} )?import (?!\w{1,20}(?::| (?:failed|error)))[\w$*{]|(?:console|log|logger|logging)\.\w{1,20}\()/,
  /^\s{0,200}(?:[A-Z][A-Z0-9_]{2,60}(?:: [\w[\], |]{1,60})? = |[\w.$]{1,80} = ["'`][^"'`]{0,200}["'`];?$|["'`][\w.-]{1,80}["'`](?:, ?["'`][\w.-]{1,80}["'`]){0,40},?$)/,
];

// Several kinds of errors in one list are a rule about errors.
const kind = "(?:\\bE(?!RROR|XCEPTION|XIT|MERG)[A-Z]{4,14}\\b|\\b\\w{2,60}(?:Error|Exception)\\b)";
const list = new RegExp(`${kind}["'\`]?(?:, ?| ?\\| ?| or | and )["'\`]?${kind}`);

// A line of a document or a catalogue of texts, as a search shows it.
const page = /^[\w./-]{1,200}\.(?:md|mdx|rst|adoc|pot?)(?::\d{1,6}){0,2}[:-]/;

// What a shell was told, and what it shows of a script that it runs.
const command = /^(?:\$|\+{1,3}) \w|\| ?(?:grep|awk|sed|jq|wc|tee|xargs|less|head|tail)\b(?!:)/;
// The steps of a build, as the builder lists them.
const step = /^\s{0,6}(?:(?:=>|>|\d{1,4} \|)\s{1,6}){0,3}(?:CACHED )?(?:\[[\w. /-]{1,80}\] )?(?:>>> )?(?:RUN|COPY(?! failed)|ADD(?! failed)|CMD|ENTRYPOINT|ENV|ARG|WORKDIR|HEALTHCHECK) |^Step \d{1,3}\/\d{1,3} : /;
const statement = /^(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP|WITH) \S|^[Uu]sage: /;
const commit = /^(?:[0-9a-f]{7,40} )?(?:\([^)]{1,80}\) )?(?:(?:feat|fix|docs|chore|refactor|revert)!?|(?:feat|fix|docs|chore|refactor|revert|test|perf|style|ci|build)\([\w ./-]{1,60}\)!?): \w/;

const change = /^(?:Merge (?:pull request|branch) |Revert "|[0-9a-f]{7,40} (?:Add|Fix|Handle|Update|Remove|Use|Make|Merge|Revert|Bump|Improve|Support|Allow|Avoid|Refactor|Rename|Move|Document|Test|Show|Catch|Ignore|Prevent|Ensure|Do not|Don't)\b)/;

const anywhere = [...condition, list, ...comment];
const atFirst = [page, branch, test, ...declaration, command, step, statement, commit, change];

/**
 * Whether a line is a line of a program, a script or a Dockerfile, or the title of a change to one: what tracebacks, searches
 * and builders show of a source. It tells what may happen there. What raises an error is none: it says what did.
 */
export function isSourceLine(line: string): boolean {
  return anywhere.some((one) => one.test(line)) || atFirst.some((one) => one.test(line.slice(0, 600)));
}
