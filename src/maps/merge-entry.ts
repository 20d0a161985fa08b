import { fieldMarkdown, fieldsOf, type NewEntry } from "./entry-markdown.ts";
import { labelKey } from "./field-label.ts";
import { parseMap, type MapEntry } from "./parse-map.ts";
import { addField, addToField } from "./replace-pointer.ts";
import { bareTitle, sameTitle } from "./same-title.ts";

/** A map in which an entry says also what another would have said. Nothing is said twice, nothing is taken away. */
export function mergeEntry(text: string, target: MapEntry, entry: NewEntry): string {
  let merged = text;
  for (const field of fieldsOf(entry)) {
    const key = labelKey(field.label);
    // Read anew each time: lines move with every field.
    const now = parseMap(merged).find((one) => one.category === target.category && sameTitle(one.title, target.title));
    if (!now || key === "proof") continue;
    const there = now.fields.find((one) => one.key === key);
    if (!there) {
      merged = addField(merged, now, fieldMarkdown(field));
      continue;
    }
    const separator = key === "alias" || key === "definitive source" || key === "spec" ? ", " : "; ";
    const said = new Set([there.text, ...there.items, ...there.text.split(separator)].map(bareTitle));
    const values = key === "alias" ? (field.inline ?? "").split(", ") : (field.items ?? [field.inline ?? ""]);
    const news = values.filter((one) => !said.has(bareTitle(one)));
    if (news.length > 0) merged = addToField(merged, there, news, separator);
  }
  return merged;
}
