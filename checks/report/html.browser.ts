/**
 * Opens the HTML report in a real browser: `npm run test:browser`. It is not part of `npm test`, because not every machine has
 * Chromium; `CHROMIUM` names another one than /usr/bin/chromium.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { fixtureGrade, fixtureNames } from '../../test/fixtures/grades.ts';
import type { Grade } from '../grade.ts';
import { renderHtml } from './html.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-html-'));
let browser: Browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  });
});

after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const views = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 400, colorScheme: 'light' },
  { width: 400, colorScheme: 'dark' },
] as const;

describe('the HTML report', () => {
  for (const name of fixtureNames) {
    for (const view of views) {
      it(`is shown whole and quietly: ${name}, ${view.width} px, ${view.colorScheme}`, async () => {
        const { page, heard, asked } = await open(fixtureGrade(name), view);
        assert.deepEqual([...heard, ...asked], []);
        assert.equal(await numberOf(page, 'document.documentElement.scrollWidth'), view.width);
        assert.deepEqual(await lowContrast(page), []);
        await page.close();
      });
    }
  }

  it('shows the source and both outputs as pictures', async () => {
    const { page } = await open(fixtureGrade('all-right'));
    const pictures = page.locator('img');
    assert.equal(await pictures.count(), 3);
    for (const picture of await pictures.all()) {
      assert.ok(
        await picture.evaluate((element) => 'naturalWidth' in element && Number(element.naturalWidth) > 0),
      );
      assert.match(
        (await picture.getAttribute('alt')) ?? '',
        /^(Upload|Output in (thumbnail|mobile)\/): .+ pixels$/,
      );
    }
    await page.close();
  });

  it('can be read with a screen reader', async () => {
    const { page } = await open(fixtureGrade('one-wrong'));
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
    assert.equal(await page.getByRole('heading', { level: 2, name: 'Look at this next' }).count(), 1);
    assert.equal(await page.getByRole('rowheader', { name: '2.1', exact: true }).count(), 1);
    assert.equal(await page.getByRole('columnheader', { name: 'Points' }).count(), 1);
    assert.match((await page.getByRole('row', { name: /^2\.1 / }).textContent()) ?? '', /wrong/);
    await page.close();
  });

  it('expands tasks that are wrong, and not those that are right', async () => {
    const { page } = await open(fixtureGrade('one-wrong'));
    const titles = await page.locator('td > details[open] > summary').allTextContents();
    assert.deepEqual(titles, ['SQS queue thumbnail-queue']);
    await page.close();
  });

  it('shows markup in hints, keys and evidence as text, and runs nothing', async () => {
    const evil = `"'><script>document.title='run'</script><img src=https://example.com/x onerror=document.title='run'>`;
    const { page, heard, asked } = await open(withEverywhere(fixtureGrade('one-wrong'), evil));
    assert.match(await page.title(), /^Serverless image lab/);
    assert.equal(await page.locator('script, img[src^="https:"], [onerror]').count(), 0);
    assert.ok((await page.locator('.next .hint').textContent())?.includes(evil));
    assert.deepEqual([...heard, ...asked], []);
    await page.close();
  });

  it('forbids scripts and the network by its policy, even if markup got through', async () => {
    const injected = `<script>document.title='run'</script><img src="https://example.com/x.png"></main>`;
    const text = renderHtml(fixtureGrade('all-right')).replace('</main>', injected);
    const { page, heard, asked } = await openText(text);
    assert.match(await page.title(), /^Serverless image lab/);
    assert.equal(heard.length, 2, 'the script and the picture');
    for (const line of heard) assert.match(line, /violates the following Content Security Policy directive/);
    assert.deepEqual(
      asked.map((request) => request.failure()?.errorText),
      ['csp'],
    );
    await page.close();
  });
});

function open(grade: Grade, view?: (typeof views)[number]) {
  return openText(renderHtml(grade), view);
}

/** Opens a page and records its console messages, its failures and its requests to the network. */
async function openText(text: string, view: (typeof views)[number] = views[0]) {
  const file = path.join(folder, 'report.html');
  writeFileSync(file, text);
  const { width, colorScheme } = view;
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  const asked: Request[] = [];
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) asked.push(request);
  });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
  return { page, heard, asked };
}

async function numberOf(page: Page, expression: string): Promise<number> {
  return Number(await page.evaluate(expression));
}

/** Every string of a grade, except ids and values that are not texts. */
function withEverywhere(grade: Grade, evil: string): Grade {
  assert.ok(grade.journey);
  const { source } = grade.journey;
  return {
    ...grade,
    account: evil,
    region: evil,
    tasks: grade.tasks.map((task) => ({
      ...task,
      title: evil,
      steps: task.steps.map((step) => ({
        ...step,
        title: evil,
        hint: step.hint && evil,
        evidence: { [evil]: evil },
        guide: evil,
      })),
    })),
    advice: [
      { id: evil, title: evil, why: evil, how: evil },
      { id: evil, title: evil, why: evil, how: evil, group: 'production', guide: evil },
    ],
    journey: { ...grade.journey, source: { ...source, key: evil, format: evil, preview: evil } },
    leftovers: [evil],
  };
}

/** Texts whose contrast with their background is below 4.5 (WCAG 2.2, 1.4.3). */
async function lowContrast(page: Page): Promise<string[]> {
  const found: unknown = await page.evaluate(`(() => {
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const luminance = (colour) => channels(colour).slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
    const behind = (element) => {
      const colour = getComputedStyle(element).backgroundColor;
      return (channels(colour)[3] ?? 1) === 0 ? behind(element.parentElement) : colour;
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
      .flatMap((element) => {
        const [low, high] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => a - b);
        const contrast = (high + 0.05) / (low + 0.05);
        return contrast < 4.5 ? [contrast.toFixed(2) + ' ' + element.textContent.slice(0, 40)] : [];
      });
  })()`);
  return Array.isArray(found) ? found.map(String) : [String(found)];
}
