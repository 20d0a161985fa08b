import { isMap, isPair, isScalar, visit } from "yaml";
import type { YamlSource } from "./yaml-source.ts";

/** Every key of a document with its line, and the names of `- NAME=value` in an `environment`. */
export function keysOf({ document, lineAt }: YamlSource): { words: string; line: number; end_line: number }[] {
  const keys: { words: string; line: number; end_line: number }[] = [];
  const add = (words: string, offset: number): void => {
    const line = lineAt(offset);
    keys.push({ words, line, end_line: line });
  };
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && typeof key.value === "string" && key.range) add(key.value, key.range[0]);
    },
    Scalar: (where, node, path) => {
      const [pair] = path.slice(-2, -1);
      const listed = typeof where === "number" && isPair(pair) && isScalar(pair.key) && pair.key.value === "environment" && !isMap(path.at(-1));
      const name = listed ? /^[A-Za-z_]\w*/.exec(String(node.value))?.[0] : undefined;
      if (name !== undefined && node.range) add(name, node.range[0]);
    },
  });
  return keys;
}
