import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { MOST_ZIPPED_BYTES, zipArtifacts } from '../../local/artifacts.ts';
import { type BundledFunction, bundleContents } from '../../local/function-bundle.ts';
import { branches } from '../../local/journey.ts';

/** What a function's artifact holds. */
export interface ArtifactResult {
  functionName: string;
  zippedBytes: number;
  mostBytes: number;
  files: { name: string; bytes: number; zippedBytes: number }[];
  /** Bytes that each package, or this project, has in the bundle. */
  packages: { name: string; bytes: number }[];
}

/**
 * Lists both artifacts. What is in the bundle esbuild says when it makes it once more, as `sam build` had it made.
 * @param buildFolder where `sam build` has put both functions.
 * @throws Error when it comes out otherwise than SAM's: the list would be of something else.
 */
export async function listArtifacts(buildFolder: string): Promise<ArtifactResult[]> {
  const artifacts = zipArtifacts(buildFolder);
  return Promise.all(
    branches.map(async ({ functionName }) => {
      const folder = path.join(buildFolder, functionName);
      const files = readdirSync(folder)
        .sort()
        .map((name) => fileOf(folder, name));
      const zipped = artifacts.find((artifact) => artifact.functionName === functionName);
      return {
        functionName,
        zippedBytes: zipped?.zip.length ?? 0,
        mostBytes: MOST_ZIPPED_BYTES,
        files: files.toSorted((one, other) => other.zippedBytes - one.zippedBytes),
        packages: await packagesIn(functionName, path.join(folder, `${functionName}.mjs`)),
      };
    }),
  );
}

function fileOf(folder: string, name: string): ArtifactResult['files'][number] {
  const bytes = new Uint8Array(readFileSync(path.join(folder, name)));
  return { name, bytes: bytes.length, zippedBytes: zipSync({ [name]: bytes }, { level: 9 }).length };
}

async function packagesIn(functionName: BundledFunction, built: string): Promise<ArtifactResult['packages']> {
  const { bytes: anew, inputs } = await bundleContents(functionName);
  const expected = readFileSync(built).length;
  if (anew !== expected)
    throw new Error(`${functionName}: SAM's bundle has ${expected} bytes, the same anew ${anew}.`);
  const sizes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? 'this project';
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
  return [...sizes]
    .map(([name, bytes]) => ({ name, bytes }))
    .filter(({ bytes }) => bytes > 0)
    .toSorted((one, other) => other.bytes - one.bytes);
}
