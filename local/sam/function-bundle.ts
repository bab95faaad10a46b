import path from 'node:path';
import { type BuildOptions, build, type Loader, type Metafile } from 'esbuild';
import { root } from '../../cli/project.mjs';
import { FUNCTION_NAMES, type FunctionName } from '../../lab/output-names.ts';
import { buildProperties } from '../../template-src/function-build.ts';

/** The folder to which esbuild's names of files are relative. */
export const functionsFolder = path.join(root, 'functions');

/** The options that `sam build` passes to esbuild for a function, according to the template, without input and output. */
export function bundleOptions(functionName: FunctionName): BuildOptions {
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

/** Bundles a function as `sam build` does, but writes nothing. @returns what esbuild says about its contents. */
export async function bundleContents(functionName: FunctionName): Promise<Metafile['outputs'][string]> {
  const { outputs } = await bundle(functionName);
  const output = Object.values(outputs).find(({ entryPoint }) => entryPoint === `${functionName}.ts`);
  if (output === undefined) throw new Error(`Expected esbuild to bundle ${functionName}, but it did not.`);
  return output;
}

/**
 * The files of the project that the artifacts are made from, without packages: `functions/CreateThumbnail.ts`. esbuild does not read
 * the packages for this, because the versions in package-lock.json tell whether they changed.
 */
export async function bundleSources(): Promise<string[]> {
  const { metafile } = await build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    absWorkingDir: functionsFolder,
    entryPoints: FUNCTION_NAMES.map((name) => `${name}.ts`),
    outdir: path.join(root, '.local/bundle'),
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs)
    .map((input) => path.relative(root, path.join(functionsFolder, input)))
    .sort();
}

async function bundle(functionName: FunctionName): Promise<Metafile> {
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
  return metafile;
}

/** Converts `['.js=.mjs']` to `{ '.js': '.mjs' }`. */
function pairs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  );
}
