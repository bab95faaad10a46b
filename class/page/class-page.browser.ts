/** Opens the page of a class of 200 in a real browser: `npm run test:browser`. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { judgedOf } from '../../test/fixtures/class-results.ts';
import { fixtureNames } from '../../test/fixtures/grades.ts';
import type { JudgedResult } from '../result.ts';
import { renderClassPage } from './class-page.ts';

const EVIL = `"'></td><script>document.title='run'</script><img src=https://example.com/x onerror=document.title='run'>`;
const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-class-page-'));
const file = path.join(folder, 'class.html');
let browser: Browser;

/** 200 learners: all fixtures in turn, some without a grade, some with hostile names and flags. */
const results: JudgedResult[] = Array.from({ length: 200 }, (_, index) => {
  const id = String(index).padStart(4, '0');
  const fixture = index % 10 === 9 ? undefined : fixtureNames[index % fixtureNames.length];
  const hostile = index % 20 === 3;
  const flags =
    index % 50 === 0 ? [{ id: 'shared-account' as const, text: `${EVIL} shares it.`, others: [EVIL] }] : [];
  return judgedOf(hostile ? `${id}${EVIL}` : id, fixture, {
    ...{ name: hostile ? `${EVIL}${'x'.repeat(150)}` : `Learner ${id}`, flags },
    ...(fixture === undefined && { trouble: `${EVIL} could not be read.` }),
  });
});

before(async () => {
  const title = 'Serverless image lab';
  writeFileSync(
    file,
    renderClassPage(results, { title, at: '2026-11-28T12:00:00.000Z', pageOf: () => 'learners/x.html' }),
  );
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
});

after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(width = 1280, colorScheme: 'light' | 'dark' = 'light', hash = '') {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) heard.push(request.url());
  });
  await page.goto(`${pathToFileURL(file).href}${hash}`, { waitUntil: 'load' });
  return { page, heard };
}

function visibleRows(page: Page) {
  return page.locator('.map tbody tr:not([hidden])');
}

describe('the page of a class of 200', () => {
  for (const width of [1280, 400])
    for (const scheme of ['light', 'dark'] as const) {
      it(`fits, and runs nothing but its own script: ${width} px, ${scheme}`, async () => {
        const { page, heard } = await open(width, scheme);
        assert.deepEqual(heard, []);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        assert.match(await page.title(), /^Serverless image lab/);
        assert.equal(await visibleRows(page).count(), 200);
        await page.close();
      });
    }

  it('filters by name and by result', async () => {
    const { page } = await open();
    await page.fill('#find', '0042');
    assert.equal(await visibleRows(page).count(), 1);
    await page.fill('#find', '');
    await page.selectOption('#show', 'trouble');
    const expected = results.filter(({ grade, ungraded }) => grade === null || ungraded > 0).length;
    assert.equal(await visibleRows(page).count(), expected);
    assert.equal(await page.locator('#shown').textContent(), `${expected} of 200`);
    await page.selectOption('#show', 'flags');
    assert.equal(await visibleRows(page).count(), 4);
    await page.close();
  });

  it('sorts by points, and tells a screen reader so', async () => {
    const { page } = await open();
    const head = page.locator('[data-sort=score]');
    await head.getByRole('button').click();
    await head.getByRole('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    const points = await page.locator('.map tbody tr td:nth-child(2)').allTextContents();
    assert.match(points[0] ?? '', /^100/);
    assert.match(points.at(-1) ?? '', /–|\+\?/);
    await page.close();
  });

  it('shows the steps of a learner on a click, from the keyboard and from a link', async () => {
    const { page, heard } = await open();
    await page.locator('.map tbody tr', { hasText: 'Learner 0001' }).getByRole('link').press('Enter');
    const dialog = page.getByRole('dialog');
    assert.match((await dialog.textContent()) ?? '', /Learner 0001.*2\.1 SQS queue/s);
    await page.keyboard.press('Escape');
    assert.equal(await dialog.count(), 0);
    await page.close();
    const linked = await open(1280, 'light', '#learner=0002');
    assert.match((await linked.page.getByRole('dialog').textContent()) ?? '', /Learner 0002/);
    await linked.page.close();
    assert.deepEqual(heard, []);
  });

  it('shows hostile names, flags and trouble as text', async () => {
    const { page, heard } = await open();
    await page.locator('.map tbody tr[data-index="3"]').getByRole('link').click();
    assert.ok((await page.locator('#learner-name').textContent())?.includes(EVIL));
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('script:not([type]), img, [onerror]').count(), 1, 'only the own script');
    assert.match(await page.title(), /^Serverless image lab/);
    assert.deepEqual(heard, []);
    await page.close();
  });

  it('prints every learner, and no controls', async () => {
    const { page } = await open();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.controls').isVisible(), false);
    assert.equal(await page.locator('.map tbody tr').last().isVisible(), true);
    const pages = (await page.pdf({ preferCSSPageSize: true }))
      .toString('latin1')
      .match(/\/Type\s*\/Page\b/g);
    assert.ok((pages?.length ?? 0) > 2);
    await page.close();
  });
});
