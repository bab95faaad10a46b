import path from 'node:path';
import { type BuildOptions, build, type Loader, type Metafile } from 'esbuild';
import { functionResources } from '../template-src/functions.ts';
import { root } from './set-up/project.mjs';

/** What the files of a bundle are named from. */
export const functionsFolder = path.join(root, 'functions');

export type BundledFunction = keyof typeof functionResources;

/** What the template asks `sam build` for, in esbuild's own names. */
interface BuildProperties {
  Format: 'esm';
  Minify: boolean;
  Target: string;
  MainFields: string;
  OutExtension: string[];
  EntryNames: string;
  Loader: string[];
  EntryPoints: string[];
  Banner: string[];
}

/** How `sam build` has esbuild bundle a function, by the template: all but from what, and to where. */
export function bundleOptions(functionName: BundledFunction): BuildOptions {
  const asked = buildProperties(functionName);
  return {
    bundle: true,
    platform: 'node',
    format: asked.Format,
    minify: asked.Minify,
    target: asked.Target,
    mainFields: asked.MainFields.split(','),
    banner: pairs(asked.Banner),
  };
}

/** Bundles a function once more as `sam build` does, and writes nothing. @returns what esbuild says is in it. */
export async function bundleContents(functionName: BundledFunction): Promise<Metafile['outputs'][string]> {
  const asked = buildProperties(functionName);
  const { metafile } = await build({
    ...bundleOptions(functionName),
    absWorkingDir: functionsFolder,
    entryPoints: asked.EntryPoints,
    entryNames: asked.EntryNames,
    outExtension: pairs(asked.OutExtension),
    loader: pairs(asked.Loader) as Record<string, Loader>,
    outdir: path.join(root, '.local/bundle'),
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const output = Object.values(metafile.outputs).find(
    ({ entryPoint }) => entryPoint === `${functionName}.ts`,
  );
  if (output === undefined) throw new Error(`Expected esbuild to make ${functionName}, found nothing of it`);
  return output;
}

function buildProperties(functionName: BundledFunction): BuildProperties {
  const { Metadata } = functionResources[functionName].resource;
  return (Metadata as { BuildProperties: BuildProperties }).BuildProperties;
}

/** `['.js=.mjs']` as `{ '.js': '.mjs' }`. */
function pairs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  );
}
