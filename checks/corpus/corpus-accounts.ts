import {
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { buildIfStale } from '../../local/built-functions.ts';
import { type Emulator, startEmulator } from '../../local/emulator.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { type Aws, connect } from '../aws.ts';
import type { Grade } from '../grade.ts';
import { gradeAccount } from '../grade-account.ts';
import { buildLab, buildUntil } from './hand-built-lab.ts';
import { deployLab } from './lab/deploy.ts';
import { NoOutputs } from './lab/storage.ts';
import { zipsIn } from './project-zips.ts';
import type { SetUp } from './set-up.ts';

/** Embedded AWSs with an account for each set-up. */
export interface CorpusAccounts {
  /** Makes a set-up in an account of its own, and grades it as `npm run check` does. */
  grade(setUp: SetUp): Promise<Grade>;
}

/** How long the grader waits for what should happen. Cold functions on a busy machine take seconds. */
const SECONDS = 20;

/**
 * Starts as many embedded AWSs as set-ups are graded side by side: in MiniStack a change to a function's configuration
 * ends the functions of that name in all accounts.
 */
export async function openCorpusAccounts(sideBySide: number): Promise<CorpusAccounts> {
  const buildFolder = await buildIfStale();
  const zips = zipsIn(buildFolder);
  const free: Emulator[] = [];
  for (let index = 1; index <= sideBySide; index++)
    free.push(await startEmulator({ name: `corpus-${process.pid}-${index}` }));
  let accounts = 100_000_000_000;

  async function grade(setUp: SetUp): Promise<Grade> {
    const emulator = free.pop();
    if (emulator === undefined) throw new Error(`More than ${sideBySide} set-ups are graded at a time.`);
    try {
      return await gradeWithRetry(emulator, setUp);
    } finally {
      free.push(emulator);
    }
  }

  async function gradeWithRetry(emulator: Emulator, setUp: SetUp): Promise<Grade> {
    try {
      return await gradeOnce(emulator, setUp);
    } catch (error) {
      if (!(error instanceof NoOutputs)) throw error;
      return gradeOnce(emulator, setUp);
    }
  }

  async function gradeOnce({ endpoint }: Emulator, setUp: SetUp): Promise<Grade> {
    const account = String(++accounts);
    const credentials = { accessKeyId: account, secretAccessKey: 'local' };
    const aws = connect({ endpoint, region: LOCAL_REGION, credentials });
    try {
      await make(aws, { endpoint, account }, setUp);
      return (await gradeAccount(aws, { readOnly: false, seconds: SECONDS, say: () => {} })).grade;
    } finally {
      await removeFunctions(aws);
    }
  }

  async function make(aws: Aws, { endpoint, account }: Place, setUp: SetUp): Promise<void> {
    const { names, parameters, until, apply } = setUp;
    if (parameters) return deployLab(aws, { endpoint, account, buildFolder, parameters });
    const options = { account, region: LOCAL_REGION, zips, names };
    if (until) return buildUntil(aws, options, until);
    const lab = await buildLab(aws, options);
    await apply?.(lab);
  }

  return { grade };
}

interface Place {
  endpoint: string;
  account: string;
}

/** Each function holds a process of 100 MB for as long as it exists. */
async function removeFunctions({ lambda }: Aws): Promise<void> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  for (const { UUID } of EventSourceMappings)
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  for (const { FunctionName } of Functions) await lambda.send(new DeleteFunctionCommand({ FunctionName }));
}
