/** `npm run lab`: an empty account on this machine, in which a learner does the lab by hand, with the live page beside it. */
import { runLab } from '../solve/run-lab.ts';

// Loading the page takes a while, so it comes when the lab is up.
await runLab(async (lab) => (await import('./open-beside-lab.ts')).openBesideLab(lab));
