/**
 * `npm run test:pictures`: resizes pictures of every kind that cameras, phones and programs write, and compares the outputs
 * with sharp. It fails for each difference that is not in accepted.ts.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { showStep } from '../../cli/progress.ts';
import { root } from '../../cli/project.mjs';
import { createResize } from '../../functions/pipeline/resize.ts';
import { startVips } from '../../functions/pipeline/vips.ts';
import { installNodePeers, peersFolder, versions } from '../pictures/install-peers.ts';
import { sharp as startSharp } from '../pictures/resizers/sharp.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { ACCEPTED } from './accepted.ts';
import { type Compared, compareWithSharp } from './compare-with-sharp.ts';
import { kindRows } from './kinds-report.ts';
import { makeKinds } from './make-kinds.ts';

const { write = false } = readOptionsOrEnd({
  script: 'test:pictures',
  about:
    'Resizes pictures of every kind and compares the outputs with those of sharp. The test fails for each difference that is not in bench/kinds/accepted.ts.',
  options: { write: { type: 'boolean', text: 'also write docs/benchmarks/pictures.md' } },
});
const compared = await showStep('Compare with sharp', compareAll);
console.log(`\n${toTerminal([kindRows(compared)])}\n`);
console.log('same, ≤ 1 and > 1: how far the worst pixel is from that of sharp, in levels from 0 to 255.');
if (write) writeFileSync(path.join(root, 'docs/benchmarks/pictures.md'), await page(compared));

const objections = compared.filter(({ objection }) => objection !== undefined);
for (const { kind, name, objection } of objections) console.error(`✗ ${kind}, ${name}: ${objection}`);
console.log(`\n${compared.length - objections.length} passed, ${objections.length} failed`);
process.exit(objections.length === 0 ? 0 : 1);

async function compareAll(say: (line: string) => void): Promise<Compared[]> {
  await installNodePeers();
  const vips = await startVips();
  const resizers = { vips, resize: createResize(vips), sharp: await startSharp(peersFolder) };
  const found: Compared[] = [];
  for (const picture of makeKinds(vips)) {
    say(`${picture.kind}, ${picture.name}`);
    found.push(await compareWithSharp(picture, resizers));
  }
  return found;
}

async function page(found: readonly Compared[]): Promise<string> {
  const { sharp } = await versions();
  const reasons = [...new Set(ACCEPTED.map(({ reason }) => reason))].map((reason) => `- ${reason}`);
  return `# Pictures of every kind, compared with sharp

\`npm run test:pictures\` makes ${found.length} JPEGs. They cover every colour mode, subsampling, orientation and kind of profile, both
baseline and progressive. Some have oddities that cameras write, and some are damaged. The test resizes each picture to 128 and 640
pixels, once with this project and once with sharp ${sharp}. Then it compares the pixels of the outputs. It fails on any difference
that is not accepted below.

The test finds the pixel that differs most from that of sharp. The columns *same*, *≤ 1* and *> 1* count the files by this
difference, in levels from 0 to 255. *Mean* is the largest mean difference of an output. *Most* is the largest difference of a pixel.

${toMarkdown([kindRows(found)])}

Accepted differences:

${reasons.join('\n')}

The outputs of an odd file are equal to those of the sound file, byte for byte. \`npm run test:pictures -- --write\` writes this page.
`;
}
