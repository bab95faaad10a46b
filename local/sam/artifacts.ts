import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { Failure } from '../../cli/failure.mjs';
import { FUNCTION_NAMES } from '../../lab/output-names.ts';

/** Largest size of a function's zip file in bytes. */
export const MOST_ZIPPED_BYTES = 2_000_000;

/** A zip file for Lambda. The same files always make the same bytes. */
export interface Artifact {
  functionName: string;
  zip: Uint8Array;
  /** Unzipped size of each file in bytes. */
  files: Readonly<Record<string, number>>;
}

/** Zips the output of `sam build` for each function. @param buildFolder such as `.aws-sam/build`. */
export function zipArtifacts(buildFolder: string): Artifact[] {
  return FUNCTION_NAMES.map((functionName) =>
    zipArtifact(path.join(buildFolder, functionName), functionName),
  );
}

/** Writes the zip files. @returns their paths. */
export function writeZips(artifacts: readonly Artifact[], folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return artifacts.map(({ functionName, zip }) => {
    const file = path.join(folder, `${functionName}.zip`);
    writeFileSync(file, zip);
    return file;
  });
}

function zipArtifact(folder: string, functionName: string): Artifact {
  const contents = readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(path.join(folder, name))] as const);
  // The time is fixed, because otherwise the same code would make different bytes every day.
  const entries: Zippable = Object.fromEntries(
    contents.map(([name, bytes]) => [
      name,
      [bytes, { mtime: new Date(1980, 0, 1), attrs: 0o644 << 16, os: 3 }],
    ]),
  );
  return {
    functionName,
    zip: zipSync(entries, { level: 9 }),
    files: Object.fromEntries(contents.map(([name, bytes]) => [name, bytes.length])),
  };
}

/** Describes the sizes of an artifact in one line. */
export function describeArtifact({ functionName, zip, files }: Artifact): string {
  const parts = Object.entries(files).map(([name, bytes]) => `${name} ${megabytes(bytes)}`);
  return `${functionName}: ${megabytes(zip.length)} MB zipped (${parts.join(', ')} MB)`;
}

/** @throws Failure for an artifact that is too large. */
export function requireSmall(artifacts: readonly Artifact[]): void {
  const large = artifacts.find(({ zip }) => zip.length > MOST_ZIPPED_BYTES);
  if (large === undefined) return;
  throw new Failure({
    code: 'artifact-too-large',
    problem: `Expected at most ${megabytes(MOST_ZIPPED_BYTES)} MB zipped, found ${describeArtifact(large)}.`,
    fix: 'npm run bench -- --only artifact   # lists what is in it',
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
