/**
 * `npm run make:screenshots`: sends pictures through a real lab and takes screenshots of the live page: phone, laptop and
 * projector, light and dark. It also makes an animation of one picture. They are written to `.local/live-page-screenshots`.
 * `--write` also writes the pictures of README.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder, root } from '../../cli/project.mjs';
import { withFastRetries } from '../fixtures/fast-retries.ts';
import { type LabWithPage, openLabWithPage, openPage } from './lab-with-page.ts';
import { animate, recordJourney } from './record-journey.ts';

const { write = false } = readOptionsOrEnd({
  script: 'make:screenshots',
  about: 'Takes screenshots of the live page, with a real lab behind it, into .local/live-page-screenshots.',
  options: { write: { type: 'boolean', text: 'also write docs/images' } },
});

const SCREENS = { phone: [390, 844], laptop: [1280, 800], projector: [2560, 1440] } as const;
const SCHEMES = ['light', 'dark'] as const;
const folder = path.join(localFolder, 'live-page-screenshots');
const images = path.join(root, 'docs/images');

mkdirSync(folder, { recursive: true });
const opened = await openLabWithPage('screenshots');
try {
  const journey = await animate(await recordJourney(opened));
  save('journey.gif', journey);
  saveImage('live-page.gif', journey);
  await takeAll(opened, 'done');
  await withFastRetries(opened.aws, () => sendBroken(opened));
  await takeAll(opened, 'failed');
} finally {
  await opened.close();
  await stopAllLeashed();
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
      await page.evaluate('scrollTo(0, 0)');
      const shot = await page.screenshot();
      save(`${name}-${screen}-${colorScheme}.png`, shot);
      if (name === 'failed' && screen === 'laptop' && colorScheme === 'light')
        saveImage('live-page-failed.png', shot);
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
