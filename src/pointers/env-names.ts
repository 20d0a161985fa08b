/** A variable that an env file or template names, also in a comment: `# SERVER_PORT=8011`. Its value is not read. */
export interface EnvName {
  name: string;
  line: number;
}

export function envNames(lines: string[]): EnvName[] {
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    const name = /^\s{0,20}(?:#\s{0,20})?(?:export\s{1,20})?([A-Za-z_]\w*)\s{0,20}=/.exec(line)?.[1];
    if (name === undefined || seen.has(name)) return [];
    seen.add(name);
    return [{ name, line: index + 1 }];
  });
}
