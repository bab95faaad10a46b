/**
 * Measures the live page in Chromium with a real lab behind it: `node cli/run.mjs --tools=sam,ministack
 * test/browser/measure-page.ts --minutes 15`. It prints the bytes of the first view, the time until it can be used, frames per
 * second with 200 messages under way, and the memory while pictures go through the lab.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { samplePicture } from '../../local/pictures.ts';
import { fixtureToken } from '../fixtures/page-state.ts';
import { type LabWithPage, openLabWithPage, openPage } from './lab-with-page.ts';

const { minutes = '15' } = readOptionsOrEnd({
  script: 'measure-page',
  about: 'Measures the live page in Chromium, with a real lab behind it.',
  options: { minutes: { type: 'string', value: 'NUMBER', text: 'how long pictures go through the lab; 15' } },
});
const MS_BETWEEN_PICTURES = 3000;

const lab = await openLabWithPage('measure-page');
try {
  await measureFirstView(lab);
  await measureMemory(lab, Number(minutes));
  await measureFrames(lab);
} finally {
  await lab.close();
  await stopAllLeashed();
}

/** Opens the page seven times without a cache. */
async function measureFirstView({ browser, url }: LabWithPage): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < 7; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    const since = performance.now();
    await page.goto(url);
    await page.locator('.badge.live').waitFor();
    times.push(performance.now() - since);
    await context.close();
  }
  const sorted = times.toSorted((a, b) => a - b).map(Math.round);
  console.log(
    `first view: ${bytes} bytes on the wire; until live: median ${sorted[3]} ms, most ${sorted[6]} ms`,
  );
}

/** Sends pictures through the lab, and tells the memory of the page and of its server each minute. */
async function measureMemory(on: LabWithPage, howLong: number): Promise<void> {
  const page = await openPage(on);
  const session = await page.context().newCDPSession(page);
  const until = Date.now() + howLong * 60_000;
  let sent = 0;
  for (let minute = 0; Date.now() < until; minute++) {
    const next = Date.now() + 60_000;
    while (Date.now() < Math.min(next, until)) {
      await on.live.source.upload(`soak-${sent++}.jpg`, samplePicture().bytes);
      await sleep(MS_BETWEEN_PICTURES);
    }
    console.log(`minute ${minute + 1}, ${sent} pictures: ${await memoryOf(page, session)}`);
  }
  await page.close();
}

async function memoryOf(page: Page, session: CDPSession): Promise<string> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const nodes: unknown = await page.evaluate(`document.querySelectorAll('*').length`);
  const { rss, heapUsed } = process.memoryUsage();
  return `page ${mb(usedSize)} MB, ${nodes} elements; server ${mb(heapUsed)} MB of heap, ${mb(rss)} MB in all`;
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** Counts frames for ten seconds without messages, and for ten seconds while 200 messages move. */
async function measureFrames(on: LabWithPage): Promise<void> {
  const page = await openPage(on);
  const { store } = on.live.source;
  const count = (): Promise<unknown> =>
    page.evaluate(`new Promise((resolve) => {
      const start = performance.now();
      let [frames, longest, last] = [0, 0, start];
      requestAnimationFrame(function count(now) {
        frames++;
        longest = Math.max(longest, now - last);
        last = now;
        if (now - start < 10000) requestAnimationFrame(count);
        else resolve((frames / (now - start) * 1000).toFixed(1) + ' frames/s, longest ' + longest.toFixed(0) + ' ms');
      });
    })`);
  console.log(`at rest: ${await count()}`);
  const places = ['bucket', 'topic', 'queue:mobile'] as const;
  let step = 0;
  // Each message moves about every two seconds.
  const timer = setInterval(() => {
    for (let one = 0; one < 10; one++) {
      const id = `frame-${step % 200}`;
      const at = Math.floor(step / 200) % 2;
      step++;
      const [from, to] = [places[at] ?? 'bucket', places[at + 1] ?? 'topic'];
      store.change({ type: 'token', token: fixtureToken(id, from) });
      store.change({ type: 'move', tokenId: id, from, to, hopId: null });
      store.change({ type: 'token', token: fixtureToken(id, to) });
    }
  }, 100);
  console.log(`200 messages under way: ${await count()}`);
  clearInterval(timer);
  await page.close();
}
