/** `npm start`: runs the whole lab on this machine, with the live page beside it. */
import { runStart } from '../local/start/run-start.ts';

// Loading the page takes a while, so it comes when the lab is up.
await runStart(async (lab) => (await import('./open-beside-lab.ts')).openBesideLab(lab));
