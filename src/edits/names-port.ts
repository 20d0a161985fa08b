/** Whether a piece of shell names a port: a number, or a variable that is called one. */
export function namesPort(text: string): boolean {
  return /(?<![\w.])\d{2,5}(?![\w.])/.test(text) || /\$\{?\w*port/i.test(text);
}
