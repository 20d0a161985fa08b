/** JSON in the shape that its source documents. The shape is not checked: a field may be absent, so callers say `?`. Throws SyntaxError. */
export function parseJson<T>(text: string): T {
  return JSON.parse(text);
}
