import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanLines } from '../../cli/clean-text.mjs';
import { root } from '../../cli/project.mjs';

/** Prints each new mail in a folder, until the signal. Mails that are there already are not printed. */
export async function showMail(
  folder: string,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set(mailsIn(folder));
  while (!signal.aborted) {
    await sleep(500, undefined, { signal }).catch(() => {});
    for (const name of mailsIn(folder)) {
      if (seen.has(name)) continue;
      seen.add(name);
      say(renderMail(path.join(folder, name)));
    }
  }
}

/** Returns the names of the mails, the oldest first. */
export function mailsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+\.txt$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** Returns the links of the mails with which their readers confirm a subscription, the newest first. */
export function confirmationLinks(folder: string): string[] {
  const mails = mailsIn(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  return mails.flatMap((mail) => /^http:\/\/\S+\/confirmation\.html\?\S+$/m.exec(mail)?.[0] ?? []).reverse();
}

/** A confirmation is shown in full, because the learner needs its link. Other mails are long, so they are one line. */
function renderMail(file: string): string {
  const mail = readFileSync(file, 'utf8');
  const where = path.relative(root, file);
  if (/^Subject: .*Subscription Confirmation$/m.test(mail))
    return cleanLines(`\nMail (${where}):\n${mail.trim().replace(/^/gm, '  ')}`);
  const [, to = ''] = /^To: (.*)$/m.exec(mail) ?? [];
  const [, subject = ''] = /^Subject: (.*)$/m.exec(mail) ?? [];
  return cleanLines(`Mail to ${to}: ${subject}\n  ${where}`);
}
