import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  paginateListExecutions,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Failure } from '../../cli/failure.mjs';
import type { Learner } from '../learner.ts';
import type { ClassStack } from './class-stack.ts';
import type { RunSettings } from './grade-event.ts';
import { normalRoster } from './normal-roster.ts';
import type { Counts, ReportSettings } from './report-event.ts';
import { keysOf } from './result-store.ts';

export type Settings = RunSettings & ReportSettings;

/** The input of the state machine. */
export interface RunInput {
  run: string;
  roster: string;
  settings: Settings;
}

export interface StartedRun {
  run: string;
  executionArn: string;
}

/** Puts the roster into the bucket and starts a new run. @throws Failure for a roster that a function cannot grade. */
export async function startRun(
  stack: ClassStack,
  learners: readonly Learner[],
  settings: Settings,
  now = new Date(),
): Promise<StartedRun> {
  const Body = normalRoster(learners);
  const run = now.toISOString().replaceAll(/[:.]/g, '-');
  const { roster: Key } = keysOf(run);
  await stack.s3.send(
    new PutObjectCommand({ Bucket: stack.bucket, Key, Body, ContentType: 'text/csv; charset=utf-8' }),
  );
  return start(stack, { run, roster: Key, settings }, 1);
}

/** Continues the newest run. Learners with a result are not graded again. @throws Failure when it is still running, or when there is none. */
export async function continueRun(stack: ClassStack): Promise<StartedRun> {
  const last = await newestExecution(stack);
  if (last === undefined) throw noRun();
  if (last.status === 'RUNNING') {
    const problem = `The run ${last.input.run} is still running, so it need not be continued.`;
    throw new Failure({ code: 'class-in-work', problem, fix: 'npm run class:results' });
  }
  return start(stack, last.input, last.attempt + 1);
}

interface Execution {
  executionArn: string;
  status: ExecutionStatus | undefined;
  input: RunInput;
  attempt: number;
}

/** The newest execution, or the newest of one run. */
export async function newestExecution(stack: ClassStack, run?: string): Promise<Execution | undefined> {
  const pages = paginateListExecutions({ client: stack.sfn }, { stateMachineArn: stack.stateMachineArn });
  for await (const { executions = [] } of pages) {
    for (const { executionArn = '', name = '' } of executions) {
      const [, attempt = ''] = /^class-.*_(\d+)$/.exec(name) ?? [];
      if (run !== undefined && !name.startsWith(`class-${run}_`)) continue;
      if (attempt === '' && run !== undefined) continue;
      const { input, status } = await stack.sfn.send(new DescribeExecutionCommand({ executionArn }));
      return { executionArn, status, input: JSON.parse(input ?? '{}'), attempt: Number(attempt || 1) };
    }
  }
  return undefined;
}

export function noRun(): Failure {
  const problem = 'Expected a run of this class, but none has been started.';
  return new Failure({ code: 'no-run', problem, fix: 'npm run class:run -- roster.csv' });
}

async function start(stack: ClassStack, input: RunInput, attempt: number): Promise<StartedRun> {
  const { executionArn = '' } = await stack.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: stack.stateMachineArn,
      name: `class-${input.run}_${attempt}`,
      input: JSON.stringify(input),
    }),
  );
  return { run: input.run, executionArn };
}

export interface RunEnd {
  status: ExecutionStatus;
  /** Undefined when there is no report. */
  counts: Counts | undefined;
}

interface Waiting {
  /** Gets the number of learners with a result. */
  onProgress(done: number): void;
  /** Milliseconds. */
  interval: number;
  signal: AbortSignal;
}

/** Waits until an execution has ended. @throws when the signal is aborted. The execution then goes on. */
export async function untilEnd(
  stack: ClassStack,
  { run, executionArn }: StartedRun,
  { onProgress, interval, signal }: Waiting,
): Promise<RunEnd> {
  for (;;) {
    const { status = 'RUNNING', output } = await stack.sfn.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    onProgress((await resultKeys(stack, run)).length);
    if (status !== 'RUNNING')
      return { status, counts: output === undefined ? undefined : JSON.parse(output).counts };
    await sleep(interval, undefined, { signal });
  }
}

export async function resultKeys({ s3, bucket }: ClassStack, run: string): Promise<string[]> {
  return listKeys({ s3, bucket }, keysOf(run).results);
}

export async function listKeys(
  { s3, bucket: Bucket }: Pick<ClassStack, 's3' | 'bucket'>,
  Prefix: string,
): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix }))
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  return keys;
}

export async function readText({ s3, bucket: Bucket }: ClassStack, Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? '';
}
