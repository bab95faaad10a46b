import path from 'node:path';
import { build } from 'esbuild';
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { root } from '../../../local/set-up/project.mjs';
import type { End, ForEachEnd } from '../../facts.ts';
import { LAB_NAMES } from '../lab/names.ts';
import type { Fault } from './faulty-handler.ts';

const SETTINGS: ForEachEnd<{ outputPrefix: string; maxSize: number }> = {
  thumbnail: { outputPrefix: 'thumbnail/', maxSize: 128 },
  mobile: { outputPrefix: 'mobile/', maxSize: 640 },
};

/** Code for a function that has one fault. @param zip the project's own code, for libvips. */
export async function faultyCode(fault: Fault, end: End, zip: Uint8Array): Promise<Uint8Array> {
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

/** The project's code below another name of file and handler, in CommonJS. */
export function commonJsCode(end: End, zip: Uint8Array, file: string, exported: string): Uint8Array {
  const own = `${LAB_NAMES.functions[end]}.mjs`;
  const source = `exports.${exported} = async (event, context) => (await import('./${own}')).handler(event, context);`;
  return zipFiles({ ...unzipSync(zip), [file]: strToU8(source) });
}

/** Code that is not the lab's, in one module for either end. */
export function plainCode(end: End, source: string): Uint8Array {
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

/** Stored, not deflated: it is made once and goes nowhere. */
function zipFiles(files: Zippable): Uint8Array {
  return zipSync(files, { level: 0 });
}

let bundle: Promise<Uint8Array> | undefined;

/** Made once a process, the same way as `sam build` makes the project's own (see template.yaml). */
function faultyHandlerBundle(): Promise<Uint8Array> {
  bundle ??= build({
    entryPoints: [path.join(root, 'checks/corpus/code/faulty-handler.ts')],
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
    if (file === undefined) throw new Error('esbuild made no file of faulty-handler.ts.');
    return file.contents;
  });
  return bundle;
}
