import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { coldSection } from './cold/cold-section.ts';
import { warmSection } from './pictures/warm-section.ts';
import { keepReport, stamp } from './report.ts';
import type { Section } from './section.ts';

const sections = [warmSection, coldSection] as readonly Section[];

function warm(cpuMs: number) {
  const photo = { photo: '3 MP', box: 128, rounds: 3, bytes: 5000 };
  return [
    { peer: 'sharp', cpuMs: 10, psnr: null, ...photo },
    { peer: 'image-lab', cpuMs, psnr: null, ...photo },
    { peer: 'jimp', cpuMs: 200, psnr: 26, ...photo },
  ];
}

function cold(firstMs: number) {
  return [
    { peer: 'image-lab', megapixels: 3, initMs: [500, 510, 490], firstMs: [firstMs, 210, 190] },
    { peer: 'sharp', megapixels: 3, initMs: [250, 240, 260], firstMs: [200, 190, 210] },
  ];
}

describe('the report of the benchmark', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  after(() => rmSync(folder, { recursive: true }));

  it('keeps the results of other sections from a former run', async () => {
    keepReport(folder, { warm: await stamp(false, warm(15)) }, sections);
    keepReport(folder, { cold: await stamp(true, cold(200)) }, sections);
    assert.deepEqual(Object.keys(JSON.parse(read('results.json'))), ['warm', 'cold']);
    const page = read('README.md');
    assert.match(page, /\| image-lab \| 1\.50 \| 15 \/ {2}\| same pixels \|/);
    assert.match(page, /\| image-lab \| 500 ± 5 \| 2\.00 \| 200 ± 5 \| 1\.00 \|/);
    assert.match(page, /\(a short run\)/);
    for (const plot of ['warm.svg', 'cold.svg'])
      assert.match(read(plot), /^<svg .*prefers-color-scheme: dark/s);
  });

  it('shows the time of each peer as a multiple of sharp', () => {
    assert.match(warmSection.terminal(warm(15)), /│image-lab *│ +1\.50│/);
  });

  it('compares with a former run and lists only changes of more than a tenth', () => {
    assert.deepEqual(warmSection.compare(warm(15), warm(10)), [
      'sharp: 1.00 × sharp, was 1.00',
      'image-lab: 1.50 × sharp, was 1.00',
      'jimp: 20.00 × sharp, was 20.00',
      'image-lab, 3 MP to 128: 15 ms, was 10 ms',
    ]);
    assert.deepEqual(warmSection.compare(warm(10.5), warm(10)).slice(3), []);
    assert.deepEqual(coldSection.compare(cold(200), cold(200)), []);
    const slow = cold(200).map((one) => ({ ...one, firstMs: one.firstMs.map((ms) => 2 * ms) }));
    assert.match(
      coldSection.compare(slow, cold(200)).join('\n'),
      /image-lab, first picture: 400 ms, was 200 ms/,
    );
  });
});
