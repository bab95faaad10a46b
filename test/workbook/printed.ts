import assert from 'node:assert/strict';

/**
 * Asserts that commands printed what the page shows. On the page, `…` stands for any text, and on a line of its own for any lines.
 * Blank lines and the two lines with which npm begins do not count.
 */
export function assertPrinted(actual: string, shown: string, commands: string): void {
  const lines = linesOf(actual);
  if (matches(lines, linesOf(shown))) return;
  assert.equal(lines.join('\n'), linesOf(shown).join('\n'), commands);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('> '));
}

function matches(actual: readonly string[], shown: readonly string[]): boolean {
  const pattern = shown.map((line) => (line === '…' ? '(?:.*\n)*?' : `${inLine(line)}\n`)).join('');
  return new RegExp(`^${pattern}$`).test(actual.map((line) => `${line}\n`).join(''));
}

/** The pattern of a line. */
function inLine(line: string): string {
  return line.split('…').map(literally).join('.*');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
