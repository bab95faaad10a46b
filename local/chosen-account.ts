import type { AwsOptions } from '../aws/clients.ts';
import { ask } from '../cli/ask.ts';
import { Failure } from '../cli/failure.mjs';
import { npmCommand } from '../cli/swallowed-options.mjs';
import { LOCAL_REGION, localVariables } from './local-aws.ts';
import {
  findLabByHand,
  findOtherLabs,
  findRunningLab,
  LAB_KINDS,
  type LabKind,
  type RunningAws,
} from './start/running-lab.ts';

interface AccountOptions {
  local: boolean;
  /** Which lab `--local` means, if both are up. */
  which?: string | undefined;
  region?: string | undefined;
  profile?: string | undefined;
}

/**
 * Returns the account that the options of a command choose. If two labs are up and the options name none, it asks.
 * @throws Failure for `--local` when no lab is running, and when nobody can be asked.
 */
export async function chosenAccount({ local, which, region, profile }: AccountOptions): Promise<AwsOptions> {
  if (!local && which === undefined) return { region, profile };
  return localAccount(await chooseLab(which));
}

/** Returns the account of a lab on this machine. */
export function localAccount({ endpoint }: Pick<RunningAws, 'endpoint'>): AwsOptions {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = localVariables(endpoint);
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return { endpoint, region: LOCAL_REGION, credentials };
}

async function chooseLab(which: string | undefined): Promise<RunningAws> {
  const [start, lab] = await Promise.all([findRunningLab(), findLabByHand()]);
  const kind = LAB_KINDS.find((known) => known === which);
  if (which !== undefined && kind === undefined) {
    const problem = `--which must be one of ${LAB_KINDS.join(', ')}, but it is '${which}'.`;
    throw new Failure({ code: 'usage', problem, fix: `${command()} --which lab` });
  }
  const chosen = kind ?? (start && lab && (await askWhich()));
  const found = chosen === undefined ? (lab ?? start) : { start, lab }[chosen];
  if (found === undefined) throw await noLocalLab(chosen);
  return found;
}

/** @throws Failure that names the option when nobody can be asked. */
async function askWhich(): Promise<LabKind> {
  const isStart = await ask('Two labs are up. Use the one of (1) npm run lab or (2) npm start? [1] ', {
    isYes: (answer) => answer === '2' || answer === 'start',
    command: `${command()} --which lab   # or --which start`,
    otherwise: 'Two labs are up, of npm run lab and of npm start, and --which names none',
    atEnd: new Failure({
      code: 'no-lab-chosen',
      problem: 'Expected a choice between two labs, but there was none. Nothing was done.',
      fix: `${command()} --which lab   # or --which start`,
    }),
  });
  return isStart ? 'start' : 'lab';
}

function command(): string {
  return `${npmCommand(process.env.npm_lifecycle_event ?? 'check')} -- --local`;
}

/** Explains why `--local` finds no lab, and names the running lab of another folder. */
export async function noLocalLab(kind?: LabKind): Promise<Failure> {
  const code = 'no-local-lab';
  const [other] = await findOtherLabs();
  if (other === undefined || kind !== undefined) {
    const start = kind === 'lab' ? 'npm run lab' : 'npm start';
    const fix = `${start}   # in another terminal. It runs until Ctrl-C`;
    const expected = kind === undefined ? 'a running lab on this machine' : `the lab of ${start}`;
    return new Failure({ code, problem: `Expected ${expected}, found none.`, fix });
  }
  const problem = `Expected a running lab of this folder, found the lab at ${other.endpoint} of ${other.folder}.`;
  return new Failure({ code, problem, fix: `cd '${other.folder}'   # or npm start here` });
}
