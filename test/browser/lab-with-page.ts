import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { connect } from '../../account/connect.ts';
import type { Aws } from '../../aws/clients.ts';
import { localFolder } from '../../cli/project.mjs';
import { localAccount } from '../../local/chosen-account.ts';
import type { Emulator } from '../../local/emulator/emulator.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { type LivePage, openLivePage } from '../../page/live/live-page.ts';
import { servePage } from '../../page/serve-page.ts';
import { openChromium } from './open-chromium.ts';

/** The live page of an embedded AWS, and a browser. */
export interface ServedPage {
  aws: Aws;
  live: LivePage;
  browser: Browser;
  url: string;
  close(): Promise<void>;
}

/** A deployed lab on the embedded AWS with the live page, and a browser. */
export interface LabWithPage extends ServedPage {
  lab: Lab;
}

/** CI is slow, and some waits are for a visibility timeout. */
export const PATIENCE = 180_000;

/** @param name of the embedded AWS */
export async function openLabWithPage(name: string): Promise<LabWithPage> {
  const lab = await startLab({ name });
  return { lab, ...(await openPageOf(name, 'start', async () => lab.emulator)) };
}

/**
 * Serves the page of an embedded AWS, and starts a browser.
 * @param find returns the present start of the embedded AWS.
 */
export async function openPageOf(
  name: string,
  mode: 'start' | 'lab',
  find: () => Promise<Emulator>,
): Promise<ServedPage> {
  const faultFile = path.join(localFolder, `${name}-faults.json`);
  rmSync(faultFile, { force: true });
  const { endpoint } = await find();
  const account = { ...localAccount({ endpoint }), endpoint };
  const place = `The lab of npm ${mode === 'lab' ? 'run lab' : 'start'} on this machine`;
  const live = openLivePage({ mode, place, account, find, faultFile, write: true });
  const server = await servePage(live.source);
  const browser = await openChromium();
  return {
    ...{ aws: connect(account), live, browser, url: server.url },
    async close() {
      await browser.close();
      await server.close();
      await live.close();
    },
  };
}

/** Opens the page without questions. */
export async function openPage(
  { browser, url }: ServedPage,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url);
  await page.locator('.badge.live').waitFor();
  await page.getByLabel('Questions').uncheck();
  return page;
}
