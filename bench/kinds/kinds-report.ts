import type { Figures } from '../tables.ts';
import type { Compared } from './compare-with-sharp.ts';

/** A row for each kind with the number of files that have sharp's pixels, and the number of rejected files. */
export function kindRows(compared: readonly Compared[]): Figures {
  const kinds = [...new Set(compared.map(({ kind }) => kind))];
  return {
    head: ['kind', 'files', 'same', '≤ 1', '> 1', 'mean', 'most', 'refused by'],
    body: kinds.map((kind) =>
      row(
        kind,
        compared.filter((one) => one.kind === kind),
      ),
    ),
  };
}

function row(kind: string, files: readonly Compared[]): string[] {
  const differences = files.flatMap(({ difference }) => difference ?? []);
  const count = (holds: (most: number) => boolean) =>
    String(differences.filter(({ most }) => holds(most)).length);
  const most = Math.max(0, ...differences.map((one) => one.most));
  const mean = Math.max(0, ...differences.map((one) => one.mean));
  return [
    kind,
    String(files.length),
    count((levels) => levels === 0),
    count((levels) => levels > 0 && levels <= 1),
    count((levels) => levels > 1),
    mean === 0 ? '' : mean.toFixed(1),
    most === 0 ? '' : String(most),
    refusals(files),
  ];
}

function refusals(files: readonly Compared[]): string {
  const names = files.map(({ refusedBy }) => (refusedBy.length === 2 ? 'both' : refusedBy.join()));
  return ['both', 'image-lab', 'sharp']
    .map((name) => ({ name, count: names.filter((one) => one === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name} ${count}`)
    .join(', ');
}
