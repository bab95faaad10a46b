import path from 'node:path';
import { cleanText } from '../cli/clean-text.mjs';
import { localFolder } from '../cli/project.mjs';
import { localAccount } from '../local/chosen-account.ts';
import type { OpenPage } from '../local/start/page-beside.ts';
import { openLivePage } from './live/live-page.ts';
import { servePage } from './serve-page.ts';

const MOST_MS_TO_CLOSE = 3000;
const PLACES = {
  start: 'The lab of npm start on this machine',
  lab: 'The lab of npm run lab on this machine',
};

/** Opens the page beside a lab of this process. A page that cannot start never stops the lab: it says why, and nothing else happens. */
export const openBesideLab: OpenPage = async ({ kind, folder, find, port }) => {
  const first = find();
  if (first === undefined) return undefined;
  try {
    const live = openLivePage({
      ...{ mode: kind, place: PLACES[kind], write: true },
      account: { ...localAccount(first), endpoint: first.endpoint },
      find: async () => find(),
      faultFile: path.join(localFolder, folder, 'page-faults.json'),
    });
    const page = await servePage(live.source, port).catch(async (error: unknown) => {
      await live.close();
      throw error;
    });
    return {
      url: page.url,
      async close() {
        // A call that does not end must not keep the lab from ending.
        const late = new Promise((resolve) => setTimeout(resolve, MOST_MS_TO_CLOSE).unref());
        await Promise.race([Promise.allSettled([page.close(), live.close()]), late]);
      },
    };
  } catch (error) {
    console.error(
      `The live page could not start: ${cleanText(error instanceof Error ? error.message : String(error))}`,
    );
    return undefined;
  }
};
