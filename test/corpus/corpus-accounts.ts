import {
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { connect } from '../../account/connect.ts';
import type { Aws } from '../../aws/clients.ts';
import type { Grade } from '../../checks/grade.ts';
import { gradeAccount } from '../../checks/grade-account.ts';
import { type Emulator, startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { buildIfStale } from '../../local/sam/built-functions.ts';
import type { SetUp } from '../../solve/faults/set-up.ts';
import { buildLab, buildUntil } from '../../solve/labs/hand-built-lab.ts';
import { zipsIn } from '../../solve/labs/project-zips.ts';
import { deployLab } from '../labs/deploy.ts';

/** Instances of the embedded AWS, with an account for each set-up. */
export interface CorpusAccounts {
  /** Builds a set-up in its own account, and grades it as `npm run check` does. */
  grade(setUp: SetUp): Promise<Grade>;
}

/** Seconds that the grader waits for each event. Cold functions on a busy machine take seconds. */
const SECONDS = 20;

/**
 * Starts one embedded AWS for each set-up that runs at the same time. In MiniStack, a change to a function's
 * configuration stops the functions with that name in all accounts.
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
    if (emulator === undefined) throw new Error(`Expected at most ${sideBySide} set-ups at the same time.`);
    try {
      return await buildAndGrade(emulator, setUp);
    } finally {
      free.push(emulator);
    }
  }

  async function buildAndGrade({ endpoint }: Emulator, setUp: SetUp): Promise<Grade> {
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

/** Removes the functions, because each one holds a process of 100 MB for as long as it exists. */
async function removeFunctions({ lambda }: Aws): Promise<void> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  for (const { UUID } of EventSourceMappings)
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  for (const { FunctionName } of Functions) await lambda.send(new DeleteFunctionCommand({ FunctionName }));
}
