/** `--break`, `--hint` and `--give-up`: an exercise in troubleshooting, in the lab of `npm run lab`. */
import wrapAnsi from 'wrap-ansi';
import { connect } from '../account/connect.ts';
import type { Aws } from '../aws/clients.ts';
import { gradeAccount } from '../checks/grade-account.ts';
import { Failure } from '../cli/failure.mjs';
import { noLabByHand } from '../local/by-hand/no-lab.ts';
import { goBack, takeSnapshot } from '../local/by-hand/snapshot.ts';
import { localAccount } from '../local/chosen-account.ts';
import { findLabByHand } from '../local/start/running-lab.ts';
import { builtLabOf, NotBuilt } from './built-lab-of.ts';
import { applicableFaults, FAULTS, type Fault, hintsOf, isRepaired } from './choose-fault.ts';
import { readFault, writeFault } from './fault-record.ts';
import { projectZips } from './labs/project-zips.ts';

/**
 * Puts one fault into the lab, without saying which.
 * @param order chooses the fault: the first one is taken.
 * @throws Failure when the lab already has a fault, or when it is not far enough for any.
 */
export async function breakLab(
  order: (faults: readonly Fault[]) => readonly Fault[],
  say: (text: string) => void,
): Promise<void> {
  const aws = await labClients();
  const { grade, facts } = await gradeNow(aws);
  const last = readFault();
  if (last?.open && !isRepaired(faultNamed(last.name), grade)) throw stillBroken();
  const [fault] = order(applicableFaults(grade, last?.name));
  if (fault === undefined) throw notFarEnough();
  say('Keeping a copy of your work …');
  await takeSnapshot();
  const lab = await builtLabOf(aws, facts, await projectZips());
  try {
    await fault.apply(lab);
  } catch (error) {
    // It can have changed something before it failed.
    await goBack();
    throw error instanceof NotBuilt ? notFarEnough() : error;
  }
  writeFault({ name: fault.name, hints: 0, open: true });
  say('The lab now has a fault. Find it and repair it:');
  say('  npm run check -- --local      # tells when it is repaired');
  say('  npm run lab -- --hint         # reveals a little, and more each time');
  say('  npm run lab -- --give-up      # shows the fault and repairs it');
}

/** Reveals a little more about the fault each time. */
export async function showHint(say: (text: string) => void): Promise<void> {
  const { grade } = await gradeNow(await labClients());
  const record = openFault();
  const fault = faultNamed(record.name);
  if (isRepaired(fault, grade)) {
    writeFault({ ...record, open: false });
    return say('The fault is repaired. Well done!');
  }
  const hints = hintsOf(fault, grade);
  const shown = Math.min(record.hints + 1, hints.length);
  writeFault({ ...record, hints: shown });
  say(wrapAnsi(`Hint ${shown} of ${hints.length}: ${hints[shown - 1]}`, 80));
}

/** Shows the fault, and brings back the work from before it. */
export async function giveUp(say: (text: string) => void): Promise<void> {
  await labClients();
  const record = openFault();
  const { mistake, fails } = faultNamed(record.name);
  say(wrapAnsi(`The fault: ${mistake} It spoils ${fails.join(', ')}.`, 80));
  if (!(await goBack())) throw notGoneBack();
  writeFault({ ...record, open: false });
  say('Your lab is as it was before the fault. What you changed since then is undone.');
}

async function labClients(): Promise<Aws> {
  const lab = await findLabByHand();
  if (lab === undefined) throw noLabByHand();
  return connect(localAccount(lab));
}

function gradeNow(aws: Aws) {
  return gradeAccount(aws, { readOnly: false, seconds: 20, say: () => {} });
}

function openFault() {
  const record = readFault();
  if (record?.open) return record;
  throw new Failure({
    code: 'no-fault',
    problem: 'Expected a fault in the lab, but there is none.',
    fix: 'npm run lab -- --break',
  });
}

function faultNamed(name: string): Fault {
  const fault = FAULTS.find((one) => one.name === name);
  if (fault !== undefined) return fault;
  const problem = `Expected the fault ${name}, but this version of the project does not have it.`;
  throw new Failure({ code: 'unknown-fault', problem, fix: 'npm run lab -- --reset' });
}

function stillBroken(): Failure {
  return new Failure({
    code: 'still-broken',
    problem: 'The lab still has a fault. Repair it first.',
    fix: 'npm run lab -- --hint   # or --give-up, which repairs it',
  });
}

function notFarEnough(): Failure {
  return new Failure({
    code: 'not-far-enough',
    problem: 'Expected a lab with finished tasks, in which something can break.',
    fix: 'npm run lab -- --solve all   # or finish more tasks yourself',
  });
}

function notGoneBack(): Failure {
  return new Failure({
    code: 'not-gone-back',
    problem: 'Expected npm run lab to bring back your work from before the fault, but it did not.',
    fix: 'npm run lab -- --reset   # starts over',
  });
}
