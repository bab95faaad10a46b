import { readFileSync } from 'node:fs';
import path from 'node:path';
import { localFolder } from '../cli/project.mjs';
import { localAccount, noLocalLab } from '../local/chosen-account.ts';
import { findLabByHand, findRunningLab, LAB_BY_HAND } from '../local/start/running-lab.ts';
import type { JournalPlace } from './live/follow-journal.ts';
import { type LivePage, openLivePage } from './live/live-page.ts';

const START = 'emulator';

/** Opens the page for a lab that another process of this clone runs. @throws Failure when none is up. */
export async function openForeignLab(endpoint: string, write: boolean): Promise<LivePage> {
  const byHand = await findLabByHand();
  const kind = byHand?.endpoint === endpoint ? 'lab' : 'start';
  const folder = kind === 'lab' ? LAB_BY_HAND : START;
  if ((await find()) === undefined) throw await noLocalLab(kind);
  return openLivePage({
    ...{ mode: kind, place: `The lab of npm ${kind === 'lab' ? 'run lab' : 'start'} on this machine` },
    ...{ account: { ...localAccount({ endpoint }), endpoint }, find, write },
    faultFile: path.join(localFolder, folder, 'page-faults.json'),
  });

  /** Each start has its own secret, in a file that only this user can read. */
  async function find(): Promise<JournalPlace | undefined> {
    const lab = kind === 'lab' ? await findLabByHand() : await findRunningLab();
    if (lab === undefined) return undefined;
    const secret = readFileSync(path.join(localFolder, folder, 'secret'), 'utf8').trim();
    return { endpoint: lab.endpoint, secretHeader: { 'x-image-lab-secret': secret } };
  }
}
