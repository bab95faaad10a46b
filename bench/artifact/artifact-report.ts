import type { Figures } from '../tables.ts';
import type { ArtifactResult } from './list-artifact.ts';

/** Smaller packages are added up in one row. */
const LEAST_BYTES = 5000;

/** Lists the files of the larger artifact and the content of its bundle. The artifacts differ only in a name and a number. */
export function artifactFigures(results: readonly ArtifactResult[]): Figures[] {
  const [one] = results.toSorted((a, b) => b.zippedBytes - a.zippedBytes);
  if (one === undefined) return [];
  const small = one.packages.filter(({ bytes }) => bytes < LEAST_BYTES);
  const rest = { name: `${small.length} more`, bytes: small.reduce((sum, { bytes }) => sum + bytes, 0) };
  const packages = [...one.packages.filter(({ bytes }) => bytes >= LEAST_BYTES), rest];
  const files = one.files.map(({ name, bytes, zippedBytes }) => [name, count(bytes), count(zippedBytes)]);
  return [
    {
      head: ['file', 'bytes', 'zipped'],
      body: [
        ...files,
        [`${one.functionName}.zip (goal: ${count(one.mostBytes)})`, '', count(one.zippedBytes)],
      ],
    },
    {
      head: [`in ${one.functionName}.mjs`, 'bytes'],
      body: packages.map(({ name, bytes }) => [name, count(bytes)]),
    },
  ];
}

/** Lists the artifacts whose size has changed. */
export function compareArtifacts(
  now: readonly ArtifactResult[],
  before: readonly ArtifactResult[],
): string[] {
  return now.flatMap(({ functionName, zippedBytes }) => {
    const old = before.find((one) => one.functionName === functionName);
    if (old === undefined || old.zippedBytes === zippedBytes) return [];
    return `${functionName}.zip: ${count(zippedBytes)} bytes, was ${count(old.zippedBytes)}`;
  });
}

function count(number: number): string {
  return number.toLocaleString('en');
}
