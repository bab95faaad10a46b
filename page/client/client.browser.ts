/**
 * Tests the page in Chromium with the real server and known states, without AWS: `npm run test:browser`. page/page.browser.ts tests
 * it with the embedded AWS.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { poll } from '../../aws/poll.ts';
import { renderJson } from '../../checks/report/json.ts';
import { axeFindings } from '../../test/browser/axe.ts';
import { openChromium } from '../../test/browser/open-chromium.ts';
import { busyPageState, fixtureHopDetail } from '../../test/fixtures/busy-page-state.ts';
import { fixtureGrade } from '../../test/fixtures/grades.ts';
import { fixtureToken, quietPageState } from '../../test/fixtures/page-state.ts';
import { happyFace } from '../../test/fixtures/picture.ts';
import type { Command } from '../command.ts';
import { type PageSource, type RunningPage, servePage } from '../serve-page.ts';
import type { PageState, Question } from '../state.ts';
import { makeStore, type Store } from '../store.ts';

const photo = Buffer.from(happyFace, 'base64');
let browser: Browser;
const opened: { context?: BrowserContext; server: RunningPage }[] = [];

before(async () => {
  browser = await openChromium();
});

afterEach(async () => {
  for (const { context, server } of opened.splice(0)) {
    await context?.close();
    await server.close();
  }
});

after(() => browser.close());

interface Shown {
  page: Page;
  store: Store;
  server: RunningPage;
  /** What the page asked for. */
  commands: Command[];
  uploads: { name: string; bytes: number }[];
  /** Console messages and failures. */
  heard: string[];
}

/** Serves a state and opens the page. */
async function show(state: PageState, options: BrowserContextOptions = {}): Promise<Shown> {
  const store = makeStore(state);
  const commands: Command[] = [];
  const uploads: { name: string; bytes: number }[] = [];
  const server = await servePage({
    ...sourceOf(store),
    command: async (command) => {
      commands.push(command);
      return { ok: true, words: `Did ${command.type}.` };
    },
    upload: async (name, bytes) => {
      uploads.push({ name, bytes: bytes.length });
      return { ok: true, words: `Uploaded ${name}.` };
    },
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  // CI can be slow.
  context.setDefaultTimeout(120_000);
  opened.push({ context, server });
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  await page.goto(server.url);
  await page.locator('.pipeline').waitFor();
  return { page, store, server, commands, uploads, heard };
}

function sourceOf(store: Store): PageSource {
  return {
    ...{ store, now: Date.now, recording: () => '' },
    hop: async (id) => fixtureHopDetail(store.state, id),
    picture: async () => ({ mediaType: 'image/jpeg', bytes: photo }),
    command: async () => ({ ok: true, words: '' }),
    upload: async () => ({ ok: true, words: '' }),
  };
}

const SIZES = [320, 390, 768, 1280, 1920, 2560];

describe('the live page', () => {
  for (const colorScheme of ['light', 'dark'] as const)
    it(`fits screens from ${SIZES[0]} to ${SIZES.at(-1)} pixels, and axe finds nothing, ${colorScheme}`, async () => {
      const { page, heard } = await show(busyPageState(), { colorScheme });
      for (const width of SIZES) {
        await page.setViewportSize({ width, height: Math.round(width * 0.6) + 300 });
        await page.locator(width < 800 ? '.pipeline.tall' : '.pipeline.wide').waitFor();
        assert.deepEqual(await wideElements(page), [], `${width} pixels`);
        assert.deepEqual(await textsOutside(page), [], `${width} pixels`);
        if (width === 320 || width === 1280) assert.deepEqual(await axeFindings(page), []);
      }
      await page.locator('[data-part="queue:mobile"]').click();
      await page
        .getByRole('button', { name: 'Lambda received the message from mobile-queue.' })
        .last()
        .click();
      await page.getByText('No statement allows it.').waitFor();
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(heard, []);
    });

  it('says everything in words, too', async () => {
    const { page } = await show(busyPageState());
    const row = (name: RegExp) => page.getByRole('row', { name });
    assert.match(
      await textOf(row(/^B: ingest\/dog\.jpg/)),
      /attempt 2 of 5 failed, backing off: next try in \d+ s/,
    );
    assert.match(
      await textOf(row(/^A: ingest\/cat\.jpg.*mobile-dead-letter-queue/)),
      /dead letter after 5 attempts/,
    );
    assert.match(await textOf(row(/^CreateThumbnail Lambda function/)), /12 runs, 2 errors/);
    await page.getByText('12 calls to AWS in the last minute, at most 60').waitFor();
    assert.match(await textOf(row(/^CreateThumbnail → thumbnail\//)), /messages do not pass/);
    await page
      .getByRole('button', { name: /^Lambda function, CreateThumbnail, exists, .*2 errors/ })
      .waitFor();
  });

  it('shows hostile texts as texts', async () => {
    const evil = `"'><script>document.title='run'</script><img src=x onerror=document.title='run'>\u202e${'x'.repeat(300)}`;
    const { page, heard } = await show(hostile(busyPageState(), evil));
    await page.locator('.hops button.link').first().click();
    await page.locator('dialog .listing').first().waitFor();
    assert.equal(await page.title(), 'Image lab');
    assert.equal(
      await page.locator('script:not([src]), img:not([src^="/api/pictures/"]), [onerror]').count(),
      0,
    );
    assert.ok((await page.locator('.cause h3').first().textContent())?.includes('<script>'));
    assert.deepEqual(await wideElements(page), []);
    assert.deepEqual(heard, []);
  });

  it('works with the keyboard alone', async () => {
    const { page, commands } = await show(busyPageState());
    const tabTo = async (name: RegExp, back = false) => {
      for (let presses = 0; presses < 90; presses++) {
        await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
        const label: unknown = await page.evaluate(
          `document.activeElement.ariaLabel ?? document.activeElement.textContent`,
        );
        if (name.test(String(label))) return;
      }
      assert.fail(`The keyboard did not reach ${name}.`);
    };
    await tabTo(/^SQS queue, mobile-queue/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'SQS queue mobile-queue' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    assert.match(String(await page.evaluate('document.activeElement.ariaLabel')), /^SQS queue, mobile-queue/);
    await tabTo(/^Send the sample$/);
    await page.keyboard.press('Enter');
    await page.getByText('Did sample.').waitFor();
    await tabTo(/^Pause$/);
    await page.keyboard.press('Space');
    await page.getByText('You paused the page.').waitFor();
    await tabTo(/^Send again$/);
    await page.keyboard.press('Enter');
    await page.getByText('Did redrive.').waitFor();
    await tabTo(/The queue policy names another topic/);
    await page.keyboard.press('Space');
    await page.getByText('Did fault.').waitFor();
    assert.deepEqual(
      commands.map(({ type }) => type),
      ['sample', 'redrive', 'fault'],
    );
  });

  it('takes pictures that are dropped, pasted, chosen and from the camera', async () => {
    const { page, uploads } = await show(quietPageState());
    const bytes = photo;
    await page.locator('input[multiple]').setInputFiles([
      { name: 'a b+c.jpg', mimeType: 'image/jpeg', buffer: bytes },
      { name: 'two.jpg', mimeType: 'image/jpeg', buffer: bytes },
    ]);
    await page.getByText('Uploaded two.jpg.').waitFor();
    for (const [kind, field] of [
      ['drop', 'dataTransfer'],
      ['paste', 'clipboardData'],
    ] as const) {
      const name = `${kind}.jpg`;
      await page.evaluate(`{
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(9)], '${name}', { type: 'image/jpeg' }));
        const Event = ${kind === 'drop' ? 'DragEvent' : 'ClipboardEvent'};
        document.body.dispatchEvent(new Event('${kind}', { bubbles: true, cancelable: true, ${field}: transfer }));
      }`);
      await page.getByText(`Uploaded ${name}.`).waitFor();
    }
    // A phone opens its camera for this input, and a computer asks for a file.
    const asked = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Use the camera' }).click();
    const chooser = await asked;
    assert.equal(await chooser.element().getAttribute('capture'), 'environment');
    await chooser.setFiles({ name: 'image.jpg', mimeType: 'image/jpeg', buffer: bytes });
    await page.getByText('Uploaded image.jpg.').waitFor();
    assert.deepEqual(
      uploads.map(({ name }) => name),
      ['a b+c.jpg', 'two.jpg', 'drop.jpg', 'paste.jpg', 'image.jpg'],
    );
    assert.equal(uploads[0]?.bytes, bytes.length);
  });

  it('moves a message along its arrow, and can pause, step, go back and go to now', async () => {
    const { page, store } = await show(quietPageState());
    store.change({ type: 'token', token: fixtureToken('a', 'bucket') });
    store.change({ type: 'move', tokenId: 'a', from: 'bucket', to: 'topic', hopId: null });
    store.change({ type: 'token', token: fixtureToken('a', 'topic') });
    await page.locator('.moving .token').waitFor();
    await page.locator('[data-part="topic"] .token').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    store.change({ type: 'move', tokenId: 'a', from: 'topic', to: 'queue:mobile', hopId: null });
    store.change({ type: 'token', token: fixtureToken('a', 'queue:mobile') });
    await page.getByText('2 newer events wait.').waitFor();
    assert.equal(await page.locator('[data-part="queue:mobile"] .token').count(), 0);
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.locator('[data-part="queue:mobile"] .token').waitFor();
    await page.getByRole('slider').fill('1');
    await page.locator('[data-part="bucket"] .token').waitFor();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Go to now' }).click();
    await page.locator('[data-part="queue:mobile"] .token').waitFor();
    await page.locator('.badge.live').waitFor();
  });

  it('moves nothing when the reader wants less motion', async () => {
    const { page, store } = await show(quietPageState(), { reducedMotion: 'reduce' });
    await watchMoving(page);
    store.change({ type: 'token', token: fixtureToken('a', 'bucket') });
    store.change({ type: 'move', tokenId: 'a', from: 'bucket', to: 'topic', hopId: null });
    store.change({ type: 'token', token: fixtureToken('a', 'topic') });
    await page.locator('[data-part="topic"] .token').waitFor();
    assert.equal(await page.evaluate('mostMoving'), 0);
  });

  it('asks what happens next, and says afterwards whether that was right', async () => {
    const { page, store } = await show(quietPageState());
    const question: Question = {
      ...{ id: 'q', at: Date.now(), about: { kind: 'redrive' }, text: 'Where does it go?', reveal: null },
      answers: [
        { id: 'a', text: 'To the queue.' },
        { id: 'b', text: 'Nowhere.' },
      ],
    };
    store.change({ type: 'question', question });
    store.change({ type: 'token', token: fixtureToken('a', 'topic') });
    await page.locator('.badge.asking').waitFor();
    assert.equal(await page.locator('[data-part="topic"] .token').count(), 0);
    await page.getByRole('button', { name: 'Nowhere.' }).click();
    await page.locator('[data-part="topic"] .token').waitFor();
    const reveal = { right: 'a', why: 'The redrive moves it back.', hopId: null };
    store.change({ type: 'question', question: { ...question, reveal } });
    await page.getByText('No: To the queue.').waitFor();
    await page.getByText('The redrive moves it back.').waitFor();
    await page.getByLabel('Questions').uncheck();
    store.change({ type: 'question', question: { ...question, id: 'r' } });
    store.change({ type: 'token-gone', tokenId: 'a' });
    await page.locator('[data-part="topic"] .token').waitFor({ state: 'detached' });
  });

  it('highlights what changed in the grade, and celebrates 100 points', async () => {
    const { page, store } = await show(busyPageState());
    await page.locator('.task.changed', { hasText: 'thumbnail-queue' }).waitFor();
    const grade = JSON.parse(renderJson(fixtureGrade('all-right')));
    const all = {
      running: false,
      grade,
      gradedAt: Date.now(),
      by: 'probe',
      changed: [],
      trouble: null,
    } as const;
    await page.evaluate(`{
      globalThis.celebrated = false;
      new MutationObserver(() => { celebrated ||= document.querySelector('.celebration .token') !== null; })
        .observe(document.querySelector('#app'), { childList: true });
    }`);
    store.change({ type: 'grade', grade: all });
    await page.getByText('Every required task is right.').waitFor();
    await page.waitForFunction('celebrated');
    await page.locator('.celebration').waitFor({ state: 'detached' });
  });

  it('never shows an old state as live, and reconnects', async () => {
    const { page, store } = await show(quietPageState());
    await page.locator('.badge.live').waitFor();
    const freshness = { lookedAt: Date.now(), words: 'The embedded AWS does not answer.' };
    store.change({ type: 'freshness', freshness: { ...freshness, state: 'offline' } });
    await page.locator('.badge.offline').waitFor();
    await page.locator('.note', { hasText: 'may be out of date' }).waitFor();
    store.change({ type: 'freshness', freshness: { ...freshness, state: 'live' } });
    await page.locator('.badge.live').waitFor();
    await opened[0]?.server.close();
    await page.locator('.badge.offline').waitFor();
    assert.equal(await page.locator('.pipeline.stale').count(), 1);
  });

  it('is not live after the machine slept, until it heard the server again', async () => {
    const { page, store } = await show(quietPageState());
    await page.locator('.badge.live').waitFor();
    await page.clock.install();
    await page.evaluate(`{
      globalThis.badges = [];
      const badge = document.querySelector('.badge');
      new MutationObserver(() => badges.push(badge.className)).observe(badge, { attributes: true });
    }`);
    // This is what a page sees when a laptop is closed and opened again.
    await page.clock.fastForward('10:00');
    const wasOffline = async () =>
      (await page.evaluate(`badges.some((one) => one.includes('offline'))`)) || undefined;
    assert.ok(await poll(wasOffline, { milliseconds: 120_000 }));
    await page.locator('.badge.live').waitFor();
    store.change({ type: 'token', token: fixtureToken('a', 'topic') });
    await page.locator('[data-part="topic"] .token').waitFor();
  });

  it('asks for the new address after a restart of the server, and shows the new state as soon as that was opened', async () => {
    const { page, store, server } = await show(quietPageState());
    store.change({ type: 'token', token: fixtureToken('old', 'topic') });
    await page.locator('[data-part="topic"] .token').waitFor();
    await server.close();
    await page.locator('.badge.offline').waitFor();
    const newer = makeStore(quietPageState());
    newer.change({ type: 'token', token: fixtureToken('new', 'bucket') });
    const port = Number(new URL(server.url).port);
    const restarted = await servePage(sourceOf(newer), port);
    opened.push({ server: restarted });
    await page.getByText('Open the address that the command printed last.').first().waitFor();
    assert.equal(await page.locator('.badge.live').count(), 0);
    const other = await page.context().newPage();
    await other.goto(restarted.url);
    for (const one of [other, page]) {
      await one.bringToFront();
      await one.locator('.badge.live').waitFor();
      await one.locator('[data-part="bucket"] .token').waitFor();
      assert.equal(await one.locator('[data-part="topic"] .token').count(), 0);
    }
  });

  it('shows the same on two pages', async () => {
    const { page, store } = await show(quietPageState());
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator('.badge.live').waitFor();
    store.change({ type: 'token', token: fixtureToken('a', 'topic') });
    for (const one of [page, other]) {
      await one.bringToFront();
      await one.locator('[data-part="topic"] .token').waitFor();
    }
  });
});

describe('the live page with 200 messages under way', () => {
  it('changes few elements in a frame, and its memory stays the same', async () => {
    const { page, store } = await show(quietPageState());
    await page.evaluate(`{
      globalThis.most = 0;
      new MutationObserver((changes) => { most = Math.max(most, changes.filter(({ attributeName }) => attributeName === 'transform').length); })
        .observe(document.querySelector('.pipeline'), { subtree: true, attributes: true });
      globalThis.sawCount = false;
      new MutationObserver(() => { sawCount ||= document.querySelector('.pill.rush') !== null; })
        .observe(document.querySelector('.pipeline'), { subtree: true, childList: true });
    }`);
    await watchMoving(page);
    const send = (round: number) => {
      for (let index = 0; index < 200; index++) {
        const id = `m${index}`;
        store.change({ type: 'token', token: fixtureToken(id, 'bucket') });
        store.change({ type: 'move', tokenId: id, from: 'bucket', to: 'topic', hopId: null });
        store.change({ type: 'token', token: fixtureToken(id, round % 2 === 0 ? 'topic' : 'queue:mobile') });
      }
    };
    const sizes: number[] = [];
    for (let round = 0; round < 8; round++) {
      send(round);
      const place = round % 2 === 0 ? 'topic' : 'queue:mobile';
      await page.locator(`[data-part="${place}"] .more`, { hasText: '+196' }).waitFor();
      sizes.push(await nodesAndBytes(page));
    }
    assert.equal(await page.evaluate('sawCount'), true);
    assert.ok(Number(await page.evaluate('mostMoving')) <= 24, 'messages that move');
    assert.ok(Number(await page.evaluate('most')) <= 60, 'attributes that change together');
    const [early = 0, late = 0] = [Math.max(...sizes.slice(0, 4)), Math.min(...sizes.slice(4))];
    assert.ok(late < early * 2, `bytes: ${sizes}`);
  });
});

/** Remembers the most messages that moved at the same time. */
async function watchMoving(page: Page): Promise<void> {
  await page.evaluate(`{
    globalThis.mostMoving = 0;
    const moving = document.querySelector('.moving');
    new MutationObserver(() => { mostMoving = Math.max(mostMoving, moving.childElementCount); }).observe(moving, { childList: true });
  }`);
}

/** Bytes of the page's heap after a collection of garbage. */
async function nodesAndBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

async function textOf(locator: ReturnType<Page['locator']>): Promise<string> {
  return (await locator.first().textContent()) ?? '';
}

/** Elements that are wider than the screen, and do not scroll themselves. */
async function wideElements(page: Page): Promise<string[]> {
  const found: unknown = await page.evaluate(`document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('#app *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && element.closest('.scroll') === null)
      .map((element) => element.outerHTML.slice(0, 120))`);
  return Array.isArray(found) ? found.map(String) : [String(found)];
}

/** Texts of the drawing that leave their box. */
async function textsOutside(page: Page): Promise<string[]> {
  const found: unknown = await page.evaluate(`[...document.querySelectorAll('.part')].flatMap((part) => {
    const { left, right, top, bottom } = part.querySelector('.frame').getBoundingClientRect();
    return [...part.querySelectorAll(':scope > text')]
      .filter((text) => {
        const box = text.getBoundingClientRect();
        return box.width > 0 && (box.left < left || box.right > right + 1 || box.top < top || box.bottom > bottom + 1);
      })
      .map((text) => text.textContent);
  })`);
  return Array.isArray(found) ? found.map(String) : [String(found)];
}

/** Replaces every text that a learner or AWS controls. */
function hostile(state: PageState, evil: string): PageState {
  return JSON.parse(JSON.stringify(state), (key, value: unknown) =>
    typeof value === 'string' &&
    /^(name|label|key|why|what|fix|command|words|title|hint|caller|principal|resource|error|request|by|place)$/.test(
      key,
    )
      ? evil
      : value,
  );
}
