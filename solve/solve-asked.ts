import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { connect } from '../account/connect.ts';
import type { AwsOptions } from '../aws/clients.ts';
import { ask } from '../cli/ask.ts';
import { Failure } from '../cli/failure.mjs';
import { quoteForShell } from '../local/by-hand/aws-command.ts';
import { noLabByHand } from '../local/by-hand/no-lab.ts';
import { localAccount } from '../local/chosen-account.ts';
import { mailFolder } from '../local/emulator/emulator.ts';
import { findLabByHand, LAB_BY_HAND } from '../local/start/running-lab.ts';
import type { LabCommandOptions } from './options.ts';
import { solve } from './solve.ts';

/** `--solve` and `--show`. @returns the exit status. */
export async function solveAsked(options: LabCommandOptions, signal: AbortSignal): Promise<number> {
  const { solve: toSolve, show, email, aws } = options;
  const onlyShow = toSolve === undefined;
  const asked = toSolve ?? show ?? '';
  const account = aws ? await ownAccount(options, onlyShow, signal) : await labAccount();
  const mails = aws ? undefined : mailFolder(LAB_BY_HAND);
  await solve({ account, asked, onlyShow, email, mails, say: console.log, signal });
  if (!onlyShow) console.log(`\n# Done. To grade it: npm run check${aws ? '' : ' -- --local'}`);
  return 0;
}

async function labAccount(): Promise<AwsOptions> {
  const lab = await findLabByHand();
  if (lab === undefined) throw noLabByHand();
  return localAccount(lab);
}

/** @throws Failure when the user does not confirm. */
async function ownAccount(
  { region, profile, email, yes, solve: toSolve, show }: LabCommandOptions,
  onlyShow: boolean,
  signal: AbortSignal,
): Promise<AwsOptions> {
  const account = { region, profile };
  const { sts } = connect(account);
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  const place = `account ${Account} in ${await sts.config.region()}`;
  const what = onlyShow
    ? `Read ${place} to show task ${show}`
    : `Do task ${toSolve} in ${place}, which can cost money`;
  // Without these, the command that the user is told to type would reach another account.
  const named = Object.entries({ region, profile, email }).filter(([, value]) => value !== undefined);
  const more = named.map(([name, value]) => `--${name} ${quoteForShell(String(value))}`).join(' ');
  const option = `${onlyShow ? `--show ${show}` : `--solve ${toSolve}`} --aws ${more}`;
  const confirmed =
    yes ||
    (await ask(`${what}? (y/N) `, {
      ...{ isYes: (answer: string) => /^y(es)?$/.test(answer), signal },
      ...{ command: `npm run lab -- ${option} --yes`, otherwise: 'Nothing was done' },
    }));
  if (confirmed) return account;
  throw new Failure({ code: 'not-confirmed', problem: 'Nothing was done.', fix: 'npm run lab -- --help' });
}
