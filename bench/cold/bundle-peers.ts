import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../../cli/project.mjs';
import { bundleOptions } from '../../local/sam/function-bundle.ts';
import { createTestPictures } from '../made-pictures/pictures.ts';
import { peersFolder } from '../pictures/install-peers.ts';

/** A function in the layout of `sam build`: `<folder>/CreateThumbnail/CreateThumbnail.mjs`. */
export interface ColdFunction {
  peer: string;
  buildFolder: string;
}

/** A line of code that creates a resizer, and whether the function rehearses its requests as this project does. */
const PEERS = {
  sharp: { source: 'sharp', make: 'await sharp(peersFolder)', rehearses: false },
  'sharp, rehearsed': { source: 'sharp', make: 'await sharp(peersFolder)', rehearses: true },
  jsquash: { source: 'jsquash', make: 'await jsquash(peersFolder)', rehearses: false },
  jimp: { source: 'jimp', make: 'resizeWithJimp(bundled)', rehearses: false },
} as const;

/**
 * Bundles a function for each peer with the options of this project. Native code stays next to the bundle, as the documentation
 * of sharp recommends. The WebAssembly of jsquash stays there too.
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
