import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { connect } from '../../account/connect.ts';
import type { Aws } from '../../aws/clients.ts';
import { localFolder } from '../../cli/project.mjs';
import { localAccount } from '../../local/chosen-account.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { type LivePage, openLivePage } from '../../page/live/live-page.ts';
import { servePage } from '../../page/serve-page.ts';
import { openChromium } from './open-chromium.ts';

/** A deployed lab on the embedded AWS with the live page, and a browser. */
export interface LabWithPage {
  lab: Lab;
  aws: Aws;
  live: LivePage;
  browser: Browser;
  url: string;
  close(): Promise<void>;
}

/** CI is slow, and some waits are for a visibility timeout. */
export const PATIENCE = 180_000;

/** @param name of the embedded AWS */
export async function openLabWithPage(name: string): Promise<LabWithPage> {
  const faultFile = path.join(localFolder, `${name}-faults.json`);
  rmSync(faultFile, { force: true });
  const lab = await startLab({ name });
  const account = { ...localAccount(lab.emulator), endpoint: lab.emulator.endpoint };
  const aws = connect(account);
  const find = async () => lab.emulator;
  const place = 'The lab of npm start on this machine';
  const live = openLivePage({ mode: 'start', place, account, find, faultFile, write: true });
  const server = await servePage(live.source);
  const browser = await openChromium();
  return {
    ...{ lab, aws, live, browser, url: server.url },
    async close() {
      await browser.close();
      await server.close();
      await live.close();
    },
  };
}

/** Opens the page without questions. */
export async function openPage(
  { browser, url }: LabWithPage,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url);
  await page.locator('.badge.live').waitFor();
  await page.getByLabel('Questions').uncheck();
  return page;
}
