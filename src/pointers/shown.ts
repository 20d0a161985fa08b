import { clean } from "../text/clean.ts";
import { looksSecret } from "../text/looks-secret.ts";
import { Redactor } from "../text/redact.ts";

/** A text of a source as one short line: cleaned, without passwords in addresses, cut at `chars`. */
export function shown(text: string, chars = 120): string {
  const line = Redactor.none.redact(clean(text.slice(0, 20_000))).replace(/\s+/g, " ").trim();
  return line.length <= chars ? line : `${line.slice(0, chars - 1).replace(/[\ud800-\udbff]$/, "").trimEnd()}…`;
}

/** The text with its variables put in, as it is written where one of them looks secret. */
export function openly(text: string, interpolate: (text: string) => string): string {
  return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].some(([, name = ""]) => looksSecret(name)) ? text : interpolate(text);
}

/** The items with commas between, at most `most` of them, the rest counted. */
export function listed(items: string[], most: number): string {
  const rest = items.length - most;
  return rest > 0 ? `${items.slice(0, most).join(", ")}, … and ${rest} more` : items.join(", ");
}

/** The words of a command as one line; what follows a secret-looking option, or is assigned to such a name, is hidden. */
export function shownCommand(words: string[], chars = 120): string {
  const hidden = words.map((word, index) => {
    const before = words[index - 1] ?? "";
    if (before.startsWith("-") && !before.includes("=") && isSecretOption(before) && !/^[-$]/.test(word)) return "[hidden]";
    const assigned = /^(-{0,2}[\w-]{1,60}=)(.+)$/s.exec(word);
    return assigned && isSecretOption(assigned[1] ?? "") && !assigned[2]?.startsWith("$") ? `${assigned[1] ?? ""}[hidden]` : word;
  });
  // A default may be what a variable of .env holds too.
  return shown(hidden.join(" ").replace(/\$\{(\w+)[^${}]*\}/g, "$$$1"), chars);
}

function isSecretOption(option: string): boolean {
  return /^-(?:a|p|P)$/.test(option) || /pass|secret|token|auth/i.test(option) || looksSecret(option.replace(/^-+|=$/g, ""));
}
