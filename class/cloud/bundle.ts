/** Bundles the functions of class/grading.yaml. The grader reads files beside its sources, so they are in the bundle too. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { zipSync } from 'fflate';
import { compressedLibvips, localFolder, root } from '../../cli/project.mjs';

/** The folder that `sam deploy` uploads. class/grading.yaml names it. */
export const BUNDLE_FOLDER = path.join(localFolder, 'class-cloud', 'function');

/** Largest size of the zip file in bytes. */
export const MOST_ZIPPED_BYTES = 3_000_000;

export interface Bundle {
  folder: string;
  zippedBytes: number;
  /** Bytes of each file. */
  files: Readonly<Record<string, number>>;
}

/** What is bundled: the functions, and the thread that decodes pictures. */
const ENTRIES = {
  'class/cloud/function': 'class/cloud/function.ts',
  'account/follow/picture-worker': 'account/follow/picture-worker.ts',
} as const;

/** Packages and sources that only commands need. */
const BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Writes the bundle and measures it. The same sources always make the same files. */
export async function bundle(folder = BUNDLE_FOLDER): Promise<Bundle> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const assets = new Set<string>();
  await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    ...{ bundle: true, minify: true, platform: 'node', format: 'esm', target: 'node24', logLevel: 'silent' },
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    legalComments: 'none',
    plugins: [keepPlaces(assets)],
  });
  for (const asset of assets) copy(path.join(root, asset), path.join(folder, asset));
  copy(compressedLibvips, path.join(folder, 'functions/pipeline/vips.wasm.zst'));
  const worker = 'wasm-vips/lib/vips-node.mjs';
  copy(path.join(root, 'node_modules', worker), path.join(folder, 'account/follow/vips-node.mjs'));
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', version }));
  return measure(folder);
}

/**
 * Lets each source find the files beside it. In a bundle, `import.meta.url` would be the URL of the bundle. This gives each source
 * its own URL below the folder of the bundle.
 */
function keepPlaces(assets: Set<string>): Plugin {
  return {
    name: 'keep-places',
    setup({ onLoad }) {
      onLoad({ filter: /\.(ts|mjs)$/ }, ({ path: file }) => {
        const place = path.relative(root, file);
        if (place.startsWith('node_modules') || place.startsWith('..')) return undefined;
        const text = readFileSync(file, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        for (const [, name = ''] of text.matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)) {
          const asset = path.join(path.dirname(place), name);
          if (!/\.ts$/.test(asset) && existsSync(path.join(root, asset))) assets.add(asset);
        }
        const up = '../'.repeat(ENTRY_DEPTH);
        const own = `new URL(${JSON.stringify(`${up}${place}`)}, import.meta.url).href`;
        const contents = text
          .replaceAll(/new URL\('([^']+)\.ts', import\.meta\.url\)/g, "new URL('$1.mjs', import.meta.url)")
          .replaceAll('import.meta.url', own);
        return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js' };
      });
    },
  };
}

/** Folders above each entry. */
const ENTRY_DEPTH = 2;

function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function measure(folder: string): Bundle {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  const contents = names.map((name) => [name, readFileSync(path.join(folder, name))] as const);
  const zip = zipSync(Object.fromEntries(contents), { level: 9 });
  return {
    folder,
    zippedBytes: zip.length,
    files: Object.fromEntries(contents.map(([name, bytes]) => [name, bytes.length])),
  };
}
