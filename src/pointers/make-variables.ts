/** Longer values are cut. */
const LONGEST = 500;
/** Of variables within variables. */
const DEEPEST = 4;

/** What a makefile gives its variables; all that it may give one, as in the branches of an `ifdef` or for one target, stands together. */
export function makeVariables(lines: string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const [, name, value = ""] = /^(?:[\w.%/ -]+:\s+| *)(?:(?:export|override)\s+)*([A-Za-z_][\w.-]*)\s*[:?+]{0,3}=(.*)$/.exec(line) ?? [];
    if (name !== undefined) values.set(name, [...(values.has(name) ? [values.get(name)] : []), value.trim()].join(" ").slice(0, LONGEST));
  }
  return values;
}

/** Puts the values of `$(X)` and `${X}` in their places; one that the makefile does not give stays. */
export function expanded(text: string, variables: ReadonlyMap<string, string>): string {
  let done = text;
  for (let depth = 0; depth < DEEPEST && done.includes("$"); depth += 1) done = done.slice(0, LONGEST).replace(/\$[({]([A-Za-z_][\w.-]*)[)}]/g, (whole, name: string) => variables.get(name) ?? whole);
  return done;
}
