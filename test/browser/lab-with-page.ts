import { rmSync } from 'node:fs';
import path from 'node:path';
import { GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Browser, Page } from 'playwright-core';
import { connect } from '../../account/connect.ts';
import type { Aws } from '../../aws/clients.ts';
import { localFolder } from '../../cli/project.mjs';
import { OUTPUT_NAMES } from '../../lab/output-names.ts';
import { localAccount } from '../../local/chosen-account.ts';
import { type Lab, startLab } from '../../local/lab.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../local/local-aws.ts';
import { type LivePage, openLivePage } from '../../page/live/live-page.ts';
import { servePage } from '../../page/serve-page.ts';
import { openChromium } from './open-chromium.ts';

/** A deployed lab on the embedded AWS with the live page, and a browser. */
export interface LabWithPage {
  lab: Lab;
  live: LivePage;
  browser: Browser;
  url: string;
  close(): Promise<void>;
}

/** CI is slow, and some waits are for a visibility timeout. */
export const PATIENCE = 180_000;

/** @param name of the embedded AWS. In this lab, a failed message comes again after two seconds, once. */
export async function openLabWithPage(name: string): Promise<LabWithPage> {
  const faultFile = path.join(localFolder, `${name}-faults.json`);
  rmSync(faultFile, { force: true });
  const lab = await startLab({ name });
  const account = { ...localAccount(lab.emulator), endpoint: lab.emulator.endpoint };
  await retryFast(connect(account));
  const find = async () => lab.emulator;
  const place = 'The lab of npm start on this machine';
  const live = openLivePage({ mode: 'start', place, account, find, faultFile, write: true });
  const server = await servePage(live.source);
  const browser = await openChromium();
  return {
    ...{ lab, live, browser, url: server.url },
    async close() {
      await browser.close();
      await server.close();
      await live.close();
    },
  };
}

async function retryFast({ sqs }: Aws): Promise<void> {
  for (const output of OUTPUT_NAMES) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${output}-queue` }));
    const target = `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${output}-dead-letter-queue`;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: target, maxReceiveCount: 2 });
    const Attributes = { VisibilityTimeout: '2', RedrivePolicy };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  }
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
