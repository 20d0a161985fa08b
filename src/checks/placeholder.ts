const PLACEHOLDER = /^(x{3,}|\.{3}|<.*>|\[.*\]|change_?me.*|your[-_ ].*|todo|placeholder)$|replace[-_ ]?me|change[-_ ]?me|_here$/i;

/** Whether a value only keeps the place of one, as templates have them. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}
