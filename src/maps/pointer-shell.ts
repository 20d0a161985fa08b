/** A word of a command. `quoted`: a part of it stood in quotes, so it is a text and no name. */
export interface ShellWord {
  text: string;
  quoted: boolean;
}

/** Longer command lines are not read. */
const LONGEST = 2_000;

/**
 * The simple commands of a shell line, in their words: quotes are taken off, comments, assignments before a command and
 * what is redirected are left out. Placeholders in angle brackets are words.
 */
export function shellCommands(line: string): ShellWord[][] {
  const commands: ShellWord[][] = [[]];
  let redirected = false;
  for (const [, blank, comment, operator, redirect, word = ""] of line.slice(0, LONGEST).matchAll(/(\s+)|(?<=^|\s)(#.*)|(&&|\|\||[;|&\n])|(\d?(?:>>|>&|>|<<?)(?!\w[\w.-]*>))|((?:"[^"]*"|'[^']*'|<[\w.-]+(?: [\w.-]+)*>|\\.|[^\s;|&<>"'\\]|["'\\<])+)/g)) {
    if (comment !== undefined) break;
    if (redirect !== undefined) redirected = true;
    if (operator !== undefined) commands.push([]);
    if (blank !== undefined || word === "") continue;
    if (redirected) redirected = false;
    else commands.at(-1)?.push({ text: word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"), quoted: /["']/.test(word) });
  }
  return commands.map(withoutLead).filter((words) => words.length > 0);
}

/** Without `sudo`, `time`, `X=1` and what a loop or a condition puts before a command. */
function withoutLead(words: ShellWord[]): ShellWord[] {
  const first = words.findIndex(({ text }) => !/^(?:\$|sudo|time|env|nohup|exec|command|do|then|else|if|while|!|\w+=.*)$/s.test(text));
  return first === -1 ? [] : words.slice(first);
}
