import { runCommand } from '../cli/run-command.ts';
import { writeAwsCommand } from '../local/by-hand/aws-command.ts';
import { shellSettings } from '../local/by-hand/shell-settings.ts';
import type { OpenPage } from '../local/start/page-beside.ts';
import { breakLab, giveUp, showHint } from './break-lab.ts';
import { shuffled } from './choose-fault.ts';
import { keepUp } from './keep-up.ts';
import { type LabCommandOptions, parseLabOptions, USAGE } from './options.ts';
import { solveAsked } from './solve-asked.ts';

/** Runs `npm run lab`: an account on this machine for the lab by hand. @param openPage serves the live page beside it. */
export async function runLab(openPage: OpenPage): Promise<void> {
  await runCommand({
    ...{ usage: USAGE, parse: parseLabOptions },
    run: (options, signal) => run(options, signal, openPage),
  });
}

async function run(options: LabCommandOptions, signal: AbortSignal, openPage: OpenPage): Promise<number> {
  if ((options.solve ?? options.show) !== undefined) return solveAsked(options, signal);
  if (options.break) await breakLab((faults) => shuffled(faults, options.seed), console.log);
  if (options.hint) await showHint(console.log);
  if (options.giveUp) await giveUp(console.log);
  if (options.break || options.hint || options.giveUp) return 0;
  if (options.env === undefined) return keepUp(options, signal, openPage);
  writeAwsCommand();
  console.log(shellSettings(options.env));
  console.error(
    'From now on, aws reaches only the lab in this terminal.\nOpen a new one for your own account.',
  );
  return 0;
}
