/** Names a statement at the beginning of a sentence: `Statement 2`, or `Statement NoStrangers` when it has a Sid. */
export function inSentence(name: string): string {
  return /^statement \d+$/.test(name) ? name.replace('s', 'S') : `Statement ${name}`;
}
