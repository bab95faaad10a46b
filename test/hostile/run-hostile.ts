/**
 * `npm run test:hostile` resizes thousands of bad files and the largest good ones in one process, as the functions do. Each
 * file must give a picture or a reason. The process must not crash, or use more memory than a function has.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { build } from 'esbuild';
import { execa } from 'execa';
import { damagedFiles } from '../../bench/made-pictures/damage.ts';
import {
  CORPUS_OPTIONS,
  type HostileFile,
  makeCorpus,
  makeLargest,
} from '../../bench/made-pictures/hostile.ts';
import { createTestPictures } from '../../bench/made-pictures/pictures.ts';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { localFolder, node24 } from '../../cli/project.mjs';
import { createResize } from '../../functions/pipeline/resize.ts';
import { FUNCTION_MEMORY_MB } from '../../template-src/function-build.ts';
import { type Outcome, objection, sizeObjection } from './verdict.ts';

const values = readOptionsOrEnd({
  script: 'test:hostile',
  about:
    'Resizes thousands of bad files and the largest good ones. The test fails when the process crashes or uses more memory or time than a function has.',
  options: {
    damaged: { type: 'string', default: '3000', value: 'N', text: 'number of damaged files (default: 3000)' },
    seed: { type: 'string', default: '1', value: 'N', text: 'damages the files in another way (default: 1)' },
  },
  examples: ['npm run test:hostile -- --damaged 6000 --seed 7'],
});

/**
 * In units of a million bytes. One third of the function's memory is for the AWS SDK, Lambda itself, and garbage that
 * Node has not collected yet.
 */
const MOST_MEGABYTES = Math.floor(((2 / 3) * FUNCTION_MEMORY_MB * 2 ** 20) / 1e6);
/**
 * At 512 MB, a function has 0.29 of a processor. In its 30 s, it gets this much processor time, with some to spare.
 */
const MOST_CPU_SECONDS = 7;

interface Told {
  file: string;
  outcome: Outcome;
  next: string;
  cpuMs: number;
  peakMb: number;
}

const folder = path.join(localFolder, 'hostile');
const pictures = await createTestPictures();
const known = new Map<string, HostileFile>();
const told: Told[] = [];
let reference = '';

before(async () => {
  const sound = await makeFiles();
  reference = createHash('sha256')
    .update(createResize(pictures.vips)(sound, CORPUS_OPTIONS).jpeg)
    .digest('hex');
  await runProcess();
});
after(() => rmSync(folder, { recursive: true, force: true }));

it('every file gives a picture or a reason, and no process ends', () => {
  assert.equal(told.length, known.size + Number(values.damaged));
});

it('the files of the corpus give the expected results', () => {
  const objections = told.flatMap(({ file, outcome }) => {
    const expected = known.get(file);
    const found =
      expected && objection(expected, outcome, (jpeg, corners) => pictures.read(jpeg, corners).difference);
    return found === undefined ? [] : [`${expected?.name}: ${found}`];
  });
  assert.deepEqual(objections, []);
});

it('a picture from a damaged file has the right size', () => {
  const objections = told.flatMap(({ file, outcome }) =>
    outcome.kind === 'picture' && !known.has(file)
      ? (sizeObjection(outcome.picture, CORPUS_OPTIONS) ?? [])
      : [],
  );
  assert.deepEqual(objections, []);
});

it('the next picture is right after each file', () => {
  assert.deepEqual(
    told.filter(({ next }) => next !== reference).map(({ file }) => file),
    [],
  );
});

it(`no file takes more than ${MOST_MEGABYTES} MB or ${MOST_CPU_SECONDS} s of processor time`, (context) => {
  const peak = Math.max(...told.map(({ peakMb }) => peakMb));
  const slowest = Math.max(...told.map(({ cpuMs }) => cpuMs)) / 1000;
  const refused = told.filter(({ outcome }) => outcome.kind === 'refused').length;
  context.diagnostic(
    `${told.length} files (seed ${values.seed}): ${told.length - refused} pictures, ${refused} refused; peak memory ${peak.toFixed(0)} MB, slowest file ${slowest.toFixed(1)} s`,
  );
  assert.ok(peak < MOST_MEGABYTES, `${peak} MB`);
  assert.ok(slowest < MOST_CPU_SECONDS, `${slowest} s`);
});

/** @returns the valid picture. */
async function makeFiles(): Promise<Uint8Array> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'files'), { recursive: true });
  const sound = pictures.jpeg(400, 300);
  writeFileSync(path.join(folder, 'sound.jpg'), sound);
  const save = (name: string, bytes: Uint8Array) => writeFileSync(path.join(folder, 'files', name), bytes);
  for (const [index, file] of [...(await makeCorpus(pictures)), ...makeLargest(pictures)].entries()) {
    const name = `corpus-${String(index).padStart(3, '0')}`;
    known.set(name, file);
    save(name, file.bytes);
  }
  const kinds = [
    sound,
    pictures.jpeg(400, 300, { progressive: true }),
    pictures.jpeg(320, 400, { profile: 'p3', gps: true, orientation: 6 }),
  ];
  for (const [index, bytes] of damagedFiles(kinds, Number(values.damaged), Number(values.seed)).entries())
    save(`damaged-${String(index).padStart(5, '0')}`, bytes);
  return sound;
}

async function runProcess(): Promise<void> {
  const outfile = path.join(folder, 'resize-files.mjs');
  const entry = path.join(import.meta.dirname, 'resize-files.ts');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: ['wasm-vips'],
  });
  const args = [
    outfile,
    path.join(folder, 'files'),
    path.join(folder, 'sound.jpg'),
    JSON.stringify(CORPUS_OPTIONS),
  ];
  for await (const line of execa(node24, args, { stderr: 'inherit' })) {
    const { kind, told: what, ...rest } = JSON.parse(line);
    const outcome: Outcome =
      kind === 'picture'
        ? { kind, picture: { ...what, jpeg: Buffer.from(what.jpeg, 'base64') } }
        : { kind, reason: what };
    told.push({ ...rest, outcome });
  }
}
