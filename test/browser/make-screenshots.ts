/**
 * `npm run make:screenshots`: sends pictures through a real lab and takes screenshots of the live page: phone, laptop and
 * projector, light and dark. They are written to `.local/live-page-screenshots`. `--write` also writes the pictures of README.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import createVips from 'wasm-vips';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder, root } from '../../cli/project.mjs';
import { type LabWithPage, openLabWithPage, openPage } from './lab-with-page.ts';

const { write = false } = readOptionsOrEnd({
  script: 'make:screenshots',
  about: 'Takes screenshots of the live page, with a real lab behind it, into .local/live-page-screenshots.',
  options: { write: { type: 'boolean', text: 'also write docs/images' } },
});

const SCREENS = { phone: [390, 844], laptop: [1280, 800], projector: [2560, 1440] } as const;
const SCHEMES = ['light', 'dark'] as const;
const MOST_FRAMES = 40;
const folder = path.join(localFolder, 'live-page-screenshots');
const images = path.join(root, 'docs/images');

mkdirSync(folder, { recursive: true });
const opened = await openLabWithPage('screenshots');
try {
  const frames = await sendSample(opened);
  await takeAll(opened, 'done');
  await sendBroken(opened);
  await takeAll(opened, 'failed');
  await saveAnimation(frames);
} finally {
  await opened.close();
  await stopAllLeashed();
}

/** Sends the sample, and takes pictures while its messages move. */
async function sendSample(lab: LabWithPage): Promise<Buffer[]> {
  const page = await openPage(lab, { viewport: { width: 1000, height: 600 } });
  await page.getByLabel('Speed').selectOption('0.25');
  await page.getByRole('button', { name: 'Send the sample' }).click();
  const drawing = page.locator('.pipeline');
  const frames: Buffer[] = [];
  const isDone = () => page.locator('.upload summary .tag.done').count();
  await page.locator('.moving .token').first().waitFor();
  while (frames.length < MOST_FRAMES && (await isDone()) === 0) frames.push(await drawing.screenshot());
  await page.locator('.upload summary .tag.done').first().waitFor();
  await page.locator('.upload figure img').nth(2).waitFor({ state: 'attached' });
  frames.push(await drawing.screenshot());
  await page.close();
  return frames;
}

/** Sends a broken picture, and waits until both of its messages are dead letters. */
async function sendBroken(lab: LabWithPage): Promise<void> {
  const page = await openPage(lab);
  await page.getByRole('button', { name: 'Send a broken picture' }).click();
  await page.locator('.cause').first().waitFor();
  await page.locator('.messages tr.dead-letter').nth(1).waitFor();
  await page.close();
}

async function takeAll(lab: LabWithPage, name: string): Promise<void> {
  for (const [screen, [width, height]] of Object.entries(SCREENS))
    for (const colorScheme of SCHEMES) {
      const page = await openPage(lab, { viewport: { width, height }, colorScheme });
      await loadPictures(page);
      const shot = await page.screenshot();
      save(`${name}-${screen}-${colorScheme}.png`, shot);
      if (screen === 'laptop' && colorScheme === 'light') saveImage(`live-page-${name}.png`, shot);
      save(`${name}-${screen}-${colorScheme}-whole.png`, await page.screenshot({ fullPage: true }));
      await page.close();
    }
}

async function loadPictures(page: Page): Promise<void> {
  await page.evaluate(`Promise.all([...document.images].map((one) => {
    one.loading = 'eager';
    return one.decode().catch(() => {});
  }))`);
}

function save(name: string, bytes: Uint8Array): void {
  writeFileSync(path.join(folder, name), bytes);
  console.log(`wrote ${name}: ${bytes.length} bytes`);
}

function saveImage(name: string, bytes: Uint8Array): void {
  if (!write) return;
  mkdirSync(images, { recursive: true });
  writeFileSync(path.join(images, name), bytes);
}

async function saveAnimation(frames: readonly Buffer[]): Promise<void> {
  const vips = await createVips({ dynamicLibraries: [] });
  const pictures = frames.map((frame) => vips.Image.newFromBuffer(frame).flatten().resize(0.8));
  const height = pictures[0]?.height ?? 1;
  const tall = vips.Image.arrayjoin(pictures, { across: 1 }).copy();
  tall.setInt('page-height', height);
  tall.setArrayInt('delay', [...frames.slice(1).map(() => 160), 2500]);
  const gif = tall.writeToBuffer('.gif', { effort: 10, bitdepth: 5, dither: 0, interframe_maxerror: 6 });
  save('live-page.gif', gif);
  saveImage('live-page.gif', gif);
  vips.shutdown();
}
