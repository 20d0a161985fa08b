/** Whether a path fits a pattern of `*` (not over slashes), `**` (over any number of folders) and `?`. */
export function matchesGlob(path: string, pattern: string): boolean {
  const names = path.split("/");
  // Which numbers of names the part of the pattern so far can have taken up.
  let taken = new Set([0]);
  for (const part of pattern.split("/")) {
    const next = new Set<number>();
    if (part === "**") for (let count = Math.min(...taken); count <= names.length; count += 1) next.add(count);
    else for (const count of taken) if (count < names.length && nameFits(names[count] ?? "", part)) next.add(count + 1);
    taken = next;
    if (taken.size === 0) return false;
  }
  return taken.has(names.length);
}

/** Goes back to the last star only, so the time is at most the product of the lengths. */
function nameFits(name: string, pattern: string): boolean {
  let [at, in_, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    if (pattern[in_] === "*") {
      star = in_;
      mark = at;
      in_ += 1;
    } else if (in_ < pattern.length && (pattern[in_] === "?" || pattern[in_] === name[at])) {
      at += 1;
      in_ += 1;
    } else if (star !== -1) {
      mark += 1;
      at = mark;
      in_ = star + 1;
    } else return false;
  }
  while (pattern[in_] === "*") in_ += 1;
  return in_ === pattern.length;
}
