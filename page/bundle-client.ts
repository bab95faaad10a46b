import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../cli/project.mjs';

/** What the browser loads: one script and one style sheet, both complete. Neither asks for anything from another place. */
export interface ClientBundle {
  script: Uint8Array;
  style: Uint8Array;
}

/** Bundles `page/client/`. It takes about 100 ms, so each start of the page does it anew and no built file can be out of date. */
export async function bundleClient(): Promise<ClientBundle> {
  const folder = path.join(root, 'page/client');
  const { outputFiles } = await build({
    entryPoints: { page: path.join(folder, 'main.tsx'), style: path.join(folder, 'page.css') },
    bundle: true,
    minify: true,
    write: false,
    outdir: 'page',
    format: 'esm',
    target: ['chrome120', 'firefox121', 'safari17'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // The bundle has the notices of the packages in it: see docs/licences.md.
    legalComments: 'eof',
  });
  return { script: outputOf('page.js'), style: outputOf('style.css') };

  function outputOf(name: string): Uint8Array {
    const file = outputFiles.find((one) => path.basename(one.path) === name);
    if (file === undefined) throw new Error(`Expected esbuild to write ${name}, found no such file.`);
    return file.contents;
  }
}
