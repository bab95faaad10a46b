/** `npm start`: runs the whole lab on this machine, with the live page beside it. */
import { runStart } from '../local/start/run-start.ts';
import { openBesideLab } from './open-beside-lab.ts';

await runStart(openBesideLab);
