/** `npm run lab`: an empty account on this machine, in which a learner does the lab by hand, with the live page beside it. */
import { runLab } from '../solve/run-lab.ts';
import { openBesideLab } from './open-beside-lab.ts';

await runLab(openBesideLab);
