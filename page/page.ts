/** `npm run page`: the live page for an account of AWS, for a lab of another terminal, or for a recording. */
import path from 'node:path';
import { runCommand } from '../cli/run-command.ts';
import { chosenAccount } from '../local/chosen-account.ts';
import { renderPageAddress } from '../local/start/page-beside.ts';
import { openAccountPage } from './account/account-page.ts';
import type { LivePage } from './live/live-page.ts';
import { openForeignLab } from './open-foreign-lab.ts';
import { type PageOptions, parsePageOptions, USAGE } from './page-options.ts';
import { openReplay } from './replay.ts';
import { servePage } from './serve-page.ts';

await runCommand({ usage: USAGE, parse: parsePageOptions, run });

async function run(options: PageOptions, signal: AbortSignal): Promise<number> {
  const live = await open(options);
  const { record } = options;
  if (record !== undefined) live.recordTo(inUsersFolder(record));
  const page = await servePage(live.source, options.port).catch(async (error: unknown) => {
    await live.close();
    throw error;
  });
  console.log(renderPageAddress(page));
  console.log('\nPress Ctrl-C to stop it.');
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await Promise.allSettled([page.close(), live.close()]);
  return 0;
}

async function open(options: PageOptions): Promise<LivePage> {
  if (options.replay !== undefined) return openReplay(inUsersFolder(options.replay));
  const account = await chosenAccount(options);
  return account.endpoint !== undefined && (options.local || options.which !== undefined)
    ? openForeignLab(account.endpoint, options.write)
    : openAccountPage(account, options);
}

/** The user's own folder, in which npm was started. */
function inUsersFolder(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}
