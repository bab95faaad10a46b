import path from 'node:path';
import { build } from 'esbuild';
import { createTestPictures } from '../../functions/pipeline/test-pictures.ts';
import { bundleOptions } from '../../local/function-bundle.ts';
import { root } from '../../local/set-up/project.mjs';
import { peersFolder } from '../pictures/install-peers.ts';

/** What Lambda would run, as `sam build` lays it out: `<folder>/CreateThumbnail/CreateThumbnail.mjs`. */
export interface ColdFunction {
  peer: string;
  buildFolder: string;
}

/** A line that makes a resizer, and whether the function rehearses as this project's does. */
const PEERS = {
  sharp: { source: 'sharp', make: 'await sharp(peersFolder)', rehearses: false },
  'sharp, rehearsed': { source: 'sharp', make: 'await sharp(peersFolder)', rehearses: true },
  jsquash: { source: 'jsquash', make: 'await jsquash(peersFolder)', rehearses: false },
  jimp: { source: 'jimp', make: 'resizeWithJimp(bundled)', rehearses: false },
} as const;

/**
 * Bundles a function around each peer, with the options by which this project's own is bundled. Native code stays beside the
 * bundle, as sharp's documentation says, and so does jsquash's WebAssembly.
 * @see https://sharp.pixelplumbing.com/install/#bundlers
 */
export async function bundlePeers(): Promise<ColdFunction[]> {
  const tiny = Buffer.from((await createTestPictures()).jpeg(64, 64)).toString('base64');
  return Promise.all(
    Object.entries(PEERS).map(async ([peer, { source, make, rehearses }]) => {
      const buildFolder = path.join(peersFolder, 'functions', peer.replaceAll(/\W+/g, '-'));
      const imported = make.replace(/await |\(.*/g, '');
      await bundle(
        path.join(buildFolder, 'CreateThumbnail/CreateThumbnail.mjs'),
        [
          `import { ${imported} } from './pictures/resizers/${source}.ts';`,
          "import { createPeerHandler } from './cold/peer-handler.ts';",
          peer === 'jimp' ? "import * as bundled from 'jimp';" : '',
          `const peersFolder = ${JSON.stringify(peersFolder)};`,
          `const tiny = ${rehearses ? `Buffer.from('${tiny}', 'base64')` : 'undefined'};`,
          `export const handler = await createPeerHandler(${make}, tiny);`,
        ].join('\n'),
      );
      return { peer, buildFolder };
    }),
  );
}

async function bundle(outfile: string, contents: string): Promise<void> {
  await build({
    ...bundleOptions('CreateThumbnail'),
    stdin: { contents, resolveDir: path.join(root, 'bench'), loader: 'ts' },
    nodePaths: [path.join(peersFolder, 'node_modules')],
    outfile,
    logLevel: 'error',
  });
}
