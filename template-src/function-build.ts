/**
 * What the project's own scripts need to know of the functions. This file loads nothing of cloudform, which takes a second to load.
 */
import type { FunctionName } from '../lab/output-names.ts';

/** Far more than a picture takes. The queues hide a message for six times as long. */
export const FUNCTION_TIMEOUT_SECONDS = 30;

/**
 * The smallest size tested that leaves half as much memory again as any process used. A larger size is faster but costs more,
 * because the time spent waiting for S3 is billed by memory, too: docs/decisions/0010-memory-size.md.
 */
export const FUNCTION_MEMORY_MB = 768;

/** What `sam build` passes to esbuild. @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build-typescript.html */
export interface BuildProperties {
  Format: 'esm';
  Minify: boolean;
  Target: string;
  Sourcemap: boolean;
  MainFields: string;
  OutExtension: string[];
  EntryNames: string;
  Loader: string[];
  EntryPoints: string[];
  Banner: string[];
}

/**
 * How `sam build` bundles a function: as one ES module, with the worker and the WebAssembly of libvips (as `npm ci` compressed it)
 * beside it.
 */
export function buildProperties(functionName: FunctionName): BuildProperties {
  return {
    Format: 'esm',
    Minify: true,
    Target: 'node24',
    Sourcemap: false,
    // Without this, esbuild uses the CommonJS files of the packages, and cannot leave anything out of them.
    MainFields: 'module,main',
    OutExtension: ['.js=.mjs'],
    EntryNames: '[name]',
    Loader: ['.zst=copy'],
    EntryPoints: [
      `${functionName}.ts`,
      '../node_modules/.libvips/vips.wasm.zst',
      '../node_modules/wasm-vips/lib/vips-node.mjs',
    ],
    // The CommonJS parts of the AWS SDK call require, which an ES module does not have.
    Banner: [
      "js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    ],
  };
}
