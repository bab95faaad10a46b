/** Fills in the page of an empty `npm run lab`, task by task, with the code of `npm run lab -- --solve`: `npm run test:browser`. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { tasks } from '../checks/tasks.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { localAccount } from '../local/chosen-account.ts';
import { type Emulator, mailFolder, startEmulator } from '../local/emulator/emulator.ts';
import { solve } from '../solve/solve.ts';
import { axeFindings } from '../test/browser/axe.ts';
import { openPage, openPageOf, type ServedPage } from '../test/browser/lab-with-page.ts';

const NAME = 'lab-page-browser';
let emulator: Emulator;
let served: ServedPage;
let page: Page;

before(async () => {
  emulator = await startEmulator({ name: NAME, sendsMail: true });
  served = await openPageOf(NAME, 'lab', async () => emulator);
  page = await openPage(served);
});

after(async () => {
  await served.close();
  await stopAllLeashed();
});

/** The parts that exist after a task, and not before it. */
const CREATES: Readonly<Record<string, readonly string[]>> = {
  '1': ['topic'],
  '2.1': ['queue:thumbnail'],
  '2.2': ['queue:mobile'],
  '3.2': ['bucket', 'output:thumbnail', 'output:mobile'],
  '5.1': ['function:thumbnail'],
  '5.3': ['function:mobile'],
};

/** The arrows that messages can pass after a task, and not before it. */
const OPENS: Readonly<Record<string, readonly string[]>> = {
  '2.1': ['topic>queue:thumbnail'],
  '2.2': ['topic>queue:mobile'],
  '3.2': ['bucket>topic'],
  '5.1': ['function:thumbnail>output:thumbnail'],
  '5.2': ['queue:thumbnail>function:thumbnail'],
  '5.3': ['function:mobile>output:mobile'],
  '5.4': ['queue:mobile>function:mobile'],
};

describe('the page of an empty lab', () => {
  it('has an outline with the number of its task for each part that a task creates', async () => {
    await page.locator('[data-part="topic"].no').waitFor();
    for (const [task, parts] of Object.entries(CREATES))
      for (const part of parts)
        await page
          .locator(`[data-part="${part}"].no .task`, {
            hasText: part.startsWith('output:') ? 'Task 7.2' : `Task ${task}`,
          })
          .waitFor();
    assert.equal(await page.locator('[data-arrow]:not(.no)').count(), 0);
    assert.equal(await page.locator('.grade .score strong').textContent(), '0');
    assert.deepEqual(await axeFindings(page), []);
  });

  it('fills in task by task to 110 points, and celebrates once', async () => {
    await countCelebrations(page);
    const done: string[] = [];
    const afterTask = async (id: string) => {
      done.push(id);
      await taskRow(id, 'pass').waitFor();
      for (const part of CREATES[id] ?? []) await page.locator(`[data-part="${part}"].yes`).waitFor();
      for (const arrow of OPENS[id] ?? [])
        await page.locator(`[data-arrow="${arrow}"].yes:not(.shut)`).waitFor();
      const later = tasks.map((task) => task.id).filter((task) => !done.includes(task));
      await assertOutlines(later);
    };
    const email = 'learner@example.com';
    const account = localAccount(emulator);
    const mails = mailFolder(NAME);
    await solve({ account, asked: 'all', onlyShow: false, email, mails, say: () => {}, afterTask });
    await page.locator('.grade .score strong', { hasText: /^100$/ }).waitFor();
    await page.locator('.grade .bonus', { hasText: '10 of 10' }).waitFor();
    await page.locator('.celebration').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate('celebrations'), 1);
    await assertPicturesAreShown();
    assert.deepEqual(await axeFindings(page), []);
  });
});

/** Expects that the parts and arrows of these tasks do not exist yet. */
async function assertOutlines(later: readonly string[]): Promise<void> {
  for (const part of later.flatMap((id) => CREATES[id] ?? []))
    assert.equal(await page.locator(`[data-part="${part}"].no`).count(), 1, part);
  for (const arrow of later.flatMap((id) => OPENS[id] ?? []))
    assert.equal(await page.locator(`[data-arrow="${arrow}"].no`).count(), 1, arrow);
}

/** The page shows a picture that was removed from the bucket afterwards, too. */
async function assertPicturesAreShown(): Promise<void> {
  const pictures = await page.locator('.upload figure img').all();
  assert.ok(pictures.length > 0);
  for (const picture of pictures)
    await picture.evaluate((image) => {
      const shown = image as unknown as { loading: string; decode(): Promise<void> };
      shown.loading = 'eager';
      return shown.decode();
    });
}

function taskRow(id: string, verdict: string) {
  return page.locator(`.grade .task.${verdict}`, {
    has: page.locator('strong', { hasText: new RegExp(`^${id}$`) }),
  });
}

async function countCelebrations(on: Page): Promise<void> {
  await on.evaluate(`{
    globalThis.celebrations = 0;
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) if (node.classList?.contains('celebration')) celebrations++;
    }).observe(document.querySelector('#app'), { childList: true });
  }`);
}
