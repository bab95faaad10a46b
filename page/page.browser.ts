/** Uses the live page in Chromium as a learner does, with the embedded AWS behind it: `npm run test:browser`. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { stopAllLeashed } from '../cli/leashed.ts';
import { startEmulator } from '../local/emulator/emulator.ts';
import { samplePicture } from '../local/pictures.ts';
import { axeFindings } from '../test/browser/axe.ts';
import { type LabWithPage, openLabWithPage, openPage } from '../test/browser/lab-with-page.ts';
import { withFastRetries } from '../test/fixtures/fast-retries.ts';
import { SWITCHABLE } from './faults/switchable.ts';

const NAME = 'live-page-browser';
let opened: LabWithPage;
let page: Page;
const heard: string[] = [];

before(async () => {
  opened = await openLabWithPage(NAME);
  page = await openPage(opened);
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
});

afterEach(async () => {
  await page.keyboard.press('Escape');
});

after(async () => {
  await opened.close();
  await stopAllLeashed();
});

function cardOf(key: string) {
  return page.locator('.upload', { has: page.locator('summary', { hasText: `: ${key}` }) });
}

async function drop(name: string): Promise<void> {
  const base64 = Buffer.from(samplePicture().bytes).toString('base64');
  await page.evaluate(`{
    const bytes = Uint8Array.from(atob('${base64}'), (one) => one.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], ${JSON.stringify(name)}, { type: 'image/jpeg' }));
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }`);
}

describe('the live page in a browser', () => {
  it('shows the source and both outputs of a picture that is dropped, and explains its hops', async () => {
    const name = '"><img src=x onerror=alert(1)> ü+1.jpg';
    await drop(name);
    const card = cardOf(`ingest/${name}`);
    await card.locator('summary .tag.done').waitFor();
    await card.locator('figure img').nth(2).waitFor();
    for (const width of [1600, 128, 640])
      await card.locator('figcaption', { hasText: `${width} ×` }).waitFor();
    for (const picture of await card.locator('figure img').all())
      await picture.evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
    await card.getByRole('button', { name: /^S3 published its event/ }).click();
    await page.locator('dialog .tag', { hasText: 'decided' }).waitFor();
    await page.locator('dialog .marked').first().waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page
      .locator('dialog')
      .getByRole('button', { name: /^Task 3\.2/ })
      .click();
    await page.locator('.workbook h2').first().waitFor();
    await page.keyboard.press('Escape');
    assert.deepEqual(heard, []);
  });

  it('follows a broken picture to its dead letter, and sends it again', () =>
    withFastRetries(opened.aws, async () => {
      await page.getByRole('button', { name: 'Send a broken picture' }).click();
      const card = cardOf('ingest/broken.jpg');
      await card.locator('.cause').first().waitFor();
      const row = page.locator('.messages tr.dead-letter', { hasText: 'broken.jpg' });
      await row.nth(1).waitFor();
      await page.locator('[data-part="dead-letters:mobile"].troubled .token').waitFor();
      assert.match((await card.locator('.cause code').first().textContent()) ?? '', /broken\.jpg|failed/);
      await card.getByRole('button', { name: 'Send again' }).first().click();
      await card
        .getByRole('button', { name: /sen[dt].* again|redriv|back to/i })
        .first()
        .waitFor();
      // It is still broken, so it comes back.
      await card.locator('tr', { hasText: 'attempt' }).nth(2).waitFor();
      await row.nth(1).waitFor();
    }));

  it('switches every fault on and off', async () => {
    for (const { name } of SWITCHABLE) {
      const fault = page.locator(`[data-fault="${name}"]`);
      for (const state of ['true', 'false']) {
        await fault.and(page.locator(':enabled')).click();
        await page.locator(`[data-fault="${name}"][aria-checked="${state}"]`).waitFor();
      }
    }
    await page.locator('.arrow.shut').first().waitFor({ state: 'detached' });
    assert.deepEqual(
      heard.filter((line) => !line.includes('409')),
      [],
    );
  });

  it('shows where a picture stops because of a fault, in the words of the grade', async () => {
    await page.locator('[data-fault="topic-policy-of-another-account"]').click();
    await page.locator('[data-arrow="bucket>topic"].shut').waitFor();
    await drop('stopped.jpg');
    const cause = cardOf('ingest/stopped.jpg').locator('.cause');
    await cause.waitFor();
    const evidence = (await cause.locator('code').first().textContent()) ?? '';
    await page
      .locator('.grade .hint', { hasText: evidence.slice(0, 80) })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Repair everything' }).click();
    await page.locator('[data-arrow="bucket>topic"].shut').waitFor({ state: 'detached' });
  });

  it('marks the statement of the role that denied a write', () =>
    withFastRetries(opened.aws, async () => {
      const fault = 'lab-role-that-is-denied-writing';
      await page.locator(`[data-fault="${fault}"]`).and(page.locator(':enabled')).click();
      await page.locator(`[data-fault="${fault}"][aria-checked="true"]`).waitFor();
      await drop('denied.jpg');
      const failed = cardOf('ingest/denied.jpg').locator('tr.failed', { hasText: 'CreateThumbnail' });
      await failed.first().getByRole('button').click();
      const judged = page.locator('.judgement', { hasText: 'May CreateThumbnail write its output?' });
      await judged.locator('.result', { hasText: 'denied' }).first().waitFor();
      const statement = judged.locator('details', { has: page.locator('.tag', { hasText: 'decided' }) });
      await statement.locator('summary', { hasText: 'Deny' }).waitFor();
      await statement.locator('.marked').first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Repair everything' }).click();
      await page.locator(`[data-fault="${fault}"][aria-checked="false"]`).waitFor();
    }));

  it('hides a fault until it is asked for it, and repairs it', async () => {
    await page.getByRole('button', { name: 'Surprise me' }).click();
    await page.getByText('One fault is in the lab.').waitFor();
    assert.equal(await page.locator('[data-fault][aria-checked="true"]').count(), 0);
    await page.getByRole('button', { name: 'Give me a hint' }).click();
    await page
      .locator('ol li', { hasText: /^Look at tasks? / })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Show me the fault' }).click();
    await page.locator('[data-fault][aria-checked="true"]').waitFor();
    await page.getByRole('button', { name: 'Repair everything' }).click();
    await page.locator('[data-fault][aria-checked="true"]').waitFor({ state: 'detached' });
    await page.locator('.arrow.shut').first().waitFor({ state: 'detached' });
  });

  it('says on each page that it is offline when the embedded AWS stops, and shows the empty account of the next start', async () => {
    const pages = [await openPage(opened), page];
    const { emulator } = opened.lab;
    await emulator.stop();
    for (const one of pages) {
      await one.bringToFront();
      await one.locator('.badge.offline').waitFor();
      await one.locator('.pipeline.stale').waitFor();
      assert.equal(await one.locator('.badge.live').count(), 0);
    }
    const port = Number(new URL(emulator.endpoint).port);
    opened.lab.emulator = await startEmulator({ name: NAME, port });
    for (const one of pages) {
      await one.bringToFront();
      await one.locator('.badge.live').waitFor();
      await one.locator('[data-part="topic"].no').waitFor();
      await one.locator('[data-part="bucket"].no').waitFor();
    }
  });
});
