import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { FUNCTION_NAMES, type FunctionName } from '../../lab/output-names.ts';
import { MOST_ZIPPED_BYTES, zipArtifacts } from '../../local/sam/artifacts.ts';
import { bundleContents } from '../../local/sam/function-bundle.ts';

/** The content of a function's artifact. */
export interface ArtifactResult {
  functionName: string;
  zippedBytes: number;
  mostBytes: number;
  files: { name: string; bytes: number; zippedBytes: number }[];
  /** Bytes in the bundle of each package and of this project. */
  packages: { name: string; bytes: number }[];
}

/**
 * Lists both artifacts. It bundles each function again, as `sam build` does, because esbuild then lists the content.
 * @param buildFolder folder of the built functions.
 * @throws Error when the new bundle differs from SAM's bundle, because the list would be wrong.
 */
export async function listArtifacts(buildFolder: string): Promise<ArtifactResult[]> {
  const artifacts = zipArtifacts(buildFolder);
  return Promise.all(
    FUNCTION_NAMES.map(async (functionName) => {
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

async function packagesIn(functionName: FunctionName, built: string): Promise<ArtifactResult['packages']> {
  const { bytes: anew, inputs } = await bundleContents(functionName);
  const expected = readFileSync(built).length;
  if (anew !== expected)
    throw new Error(
      `Expected ${expected} bytes in the new bundle of ${functionName}, as from SAM, found ${anew}.`,
    );
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
