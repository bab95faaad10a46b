import type { Page } from 'playwright-core';
import { startVips } from '../../functions/pipeline/vips.ts';
import { OUTPUT_NAMES } from '../../lab/output-names.ts';
import type { LivePage } from '../../page/live/live-page.ts';
import type { PageState, Upload } from '../../page/state.ts';
import { type LabWithPage, PATIENCE } from './lab-with-page.ts';

/** Frames of an animation, as PNG files of the same size. */
export type Frames = readonly Uint8Array[];

/** Of the page's clock, from frame to frame. */
const FRAME_MS = 90;
/** How long a frame is shown: the animation is slower than the page, so that a reader can follow it. GIF counts in hundredths of a second. */
const SHOWN_MS = 140;
/** How long the last frame stays. */
const LAST_MS = 3500;
/** A message takes about half a second from part to part, so a journey has much fewer. */
const MOST_FRAMES = 150;

/**
 * Sends the sample through a real lab, and takes a picture of the drawing for each step of the page's clock. Only the clock is
 * stepped, so that a slow machine takes the same frames: the messages and their order are those of the embedded AWS.
 */
export async function recordJourney({ browser, url, live }: LabWithPage): Promise<Frames> {
  const { store, command } = live.source;
  await until(live, ({ may }) => may.upload.allowed);
  // The first picture starts the functions, and comes after the test event of the new notification.
  await command({ type: 'sample', which: 'happy-face' });
  await until(live, ({ uploads, tokens }) => isMeasured(uploads.at(-1)) && Object.keys(tokens).length === 0);
  await command({ type: 'grade', probe: false });
  await command({ type: 'clear' });
  const page = await browser.newPage({ viewport: { width: 1240, height: 900 } });
  page.setDefaultTimeout(PATIENCE);
  await page.clock.install();
  await page.goto(url);
  await page.locator('.badge.live').waitFor();
  await page.getByLabel('Questions').uncheck();
  await page.clock.pauseAt(Date.now() + 1000);
  await page.getByRole('button', { name: 'Send the sample' }).click();
  await until(live, ({ uploads }) => isMeasured(uploads.at(-1)));
  const frames: Uint8Array[] = [];
  const drawing = page.locator('.drawing');
  while (frames.length < MOST_FRAMES && !(await isOver(page))) {
    frames.push(await drawing.screenshot());
    await page.clock.runFor(FRAME_MS);
  }
  await page.clock.runFor(1000);
  await loadPictures(page);
  frames.push(await drawing.screenshot());
  await page.close();
  if (store.state.uploads.length !== 1) throw new Error('Expected one picture on the page.');
  return frames;
}

/** Both outputs are written and decoded. */
function isMeasured(upload: Upload | undefined): boolean {
  const made = Object.values(upload?.made ?? {}).filter((one) => one?.url);
  return made.length === OUTPUT_NAMES.length && upload?.state === 'done';
}

async function until({ source: { store } }: LivePage, isSo: (state: PageState) => boolean): Promise<void> {
  if (isSo(store.state)) return;
  await new Promise<void>((resolve) => {
    const stop = store.listen(() => {
      if (!isSo(store.state)) return;
      stop();
      resolve();
    });
  });
}

/** Whether everything has been shown: no message moves, and the upload is done. */
async function isOver(page: Page): Promise<boolean> {
  const done = await page.locator('.upload summary .tag.done').count();
  return done > 0 && (await page.locator('.moving > g').count()) === 0;
}

async function loadPictures(page: Page): Promise<void> {
  await page.evaluate(`Promise.all([...document.images].map((one) => {
    one.loading = 'eager';
    return one.decode().catch(() => {});
  }))`);
}

/** Makes an animated GIF that repeats without an end. */
export async function animate(frames: Frames): Promise<Uint8Array> {
  const vips = await startVips();
  const pages = frames.map((frame) => vips.Image.newFromBuffer(frame));
  const height = Math.min(...pages.map((one) => one.height));
  const width = Math.min(...pages.map((one) => one.width));
  const strip = vips.Image.arrayjoin(
    pages.map((one) => one.crop(0, 0, width, height)),
    { across: 1 },
  ).copy();
  strip.setInt('page-height', height);
  strip.setArrayInt('delay', [...frames.slice(1).map(() => SHOWN_MS), LAST_MS]);
  strip.setInt('loop', 0);
  return strip.gifsaveBuffer({ dither: 0, effort: 10, interframe_maxerror: 0 });
}
