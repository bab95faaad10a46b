import path from 'node:path';
import { build } from 'esbuild';
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { root } from '../../../cli/project.mjs';
import type { ForEachLabOutput, LabOutput } from '../../../lab/output-names.ts';
import { LAB_NAMES } from '../names.ts';
import type { Fault } from './faulty-handler.ts';

const SETTINGS: ForEachLabOutput<{ outputPrefix: string; maxSize: number }> = {
  thumbnail: { outputPrefix: 'thumbnail/', maxSize: 128 },
  mobile: { outputPrefix: 'mobile/', maxSize: 640 },
};

/** Makes code with one fault for a function. @param zip the project's own code, for libvips. */
export async function faultyCode(fault: Fault, end: LabOutput, zip: Uint8Array): Promise<Uint8Array> {
  const project = unzipSync(zip);
  const source = `
    import { faultyHandler } from './faulty-handler.mjs';
    export const handler = await faultyHandler('${fault}', ${JSON.stringify(SETTINGS[end])});`;
  return zipFiles({
    ...libvips(project),
    'faulty-handler.mjs': await faultyHandlerBundle(),
    [`${LAB_NAMES.functions[end]}.mjs`]: strToU8(source),
  });
}

/** Makes a CommonJS version of the project's code, with another file name and handler name. */
export function commonJsCode(end: LabOutput, zip: Uint8Array, file: string, exported: string): Uint8Array {
  const own = `${LAB_NAMES.functions[end]}.mjs`;
  const source = `exports.${exported} = async (event, context) => (await import('./${own}')).handler(event, context);`;
  return zipFiles({ ...unzipSync(zip), [file]: strToU8(source) });
}

/** Makes code in one module for a function. It has nothing in common with the lab's code. */
export function plainCode(end: LabOutput, source: string): Uint8Array {
  return zipFiles({ [`${LAB_NAMES.functions[end]}.mjs`]: strToU8(source) });
}

/** The code that the console puts into a new function. */
export const CONSOLE_CODE = `
export const handler = async (event) => {
  const response = { statusCode: 200, body: JSON.stringify('Hello from Lambda!') };
  return response;
};`;

function libvips(project: Record<string, Uint8Array>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(project).filter(([name]) => name.includes('vips')));
}

/** Stores files without compression, because the zip stays on this machine. */
function zipFiles(files: Zippable): Uint8Array {
  return zipSync(files, { level: 0 });
}

let bundle: Promise<Uint8Array> | undefined;

/** Bundles the faulty handler once for each process, in the same way as `sam build` (see template.yaml). */
function faultyHandlerBundle(): Promise<Uint8Array> {
  bundle ??= build({
    entryPoints: [path.join(root, 'solve/labs/code/faulty-handler.ts')],
    outdir: path.join(root, '.local/corpus'),
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    loader: { '.wasm': 'copy' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  }).then(({ outputFiles }) => {
    const [file] = outputFiles;
    if (file === undefined)
      throw new Error('Expected a bundle of faulty-handler.ts from esbuild, but it made none.');
    return file.contents;
  });
  return bundle;
}
