/**
 * Breaks a name into lines, where possible after `-`, `/`, `.` or a space, or before a capital letter. The last line ends with `…` when the name is too long.
 * @param width the most characters in a line.
 * @example
 * wrapName('thumbnail-dead-letter-queue', 15, 3); // ['thumbnail-dead-', 'letter-queue']
 */
export function wrapName(name: string, width: number, most: number): string[] {
  const pieces = name.match(/\p{Lu}?[^-/. \p{Lu}]*[-/. ]?/gu)?.filter((piece) => piece !== '') ?? [];
  const lines: string[] = [];
  for (const piece of pieces.flatMap((one) => cut(one, width))) {
    const last = lines.at(-1);
    if (last !== undefined && [...last].length + [...piece].length <= width)
      lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  return kept.with(-1, `${[...(kept.at(-1) ?? '')].slice(0, width - 1).join('')}…`);
}

function cut(piece: string, width: number): string[] {
  const characters = [...piece];
  const parts = Math.ceil(characters.length / width);
  return Array.from({ length: parts }, (_, index) =>
    characters.slice(index * width, (index + 1) * width).join(''),
  );
}
