/** Whether two titles are one, whatever their case, quotes, marks and spaces. */
export function sameTitle(one: string, other: string): boolean {
  return bareTitle(one) === bareTitle(other);
}

/** A title without what a person or Markdown may write differently. */
export function bareTitle(title: string): string {
  return title.toLowerCase().replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/["'“”‘’`*_~\\#]/g, "").replace(/\s+/g, " ").trim();
}
