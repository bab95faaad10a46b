import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, paginateListExecutions } from '@aws-sdk/client-sfn';
import type { ClassStack } from '../../class/cloud/class-stack.ts';
import { normalRoster } from '../../class/cloud/normal-roster.ts';
import { keysOf } from '../../class/cloud/result-store.ts';
import { listKeys, type RunInput } from '../../class/cloud/runs.ts';
import type { Learner } from '../../class/learner.ts';

/** Puts the roster where the schedule finds it, as `npm run class:run -- roster.csv --scheduled` does. */
export async function keepForSchedule({ s3, bucket: Bucket }: ClassStack, learners: readonly Learner[]) {
  const Body = normalRoster(learners);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'schedule/roster.csv', Body }));
}

/**
 * Waits until the schedule has started two runs. Each must be a run of its own that grades everybody and ends with a report.
 * @param say gets a line about what it waits for.
 */
export async function checkSchedule(
  stack: ClassStack,
  learners: number,
  say: (line: string) => void,
): Promise<void> {
  const seen = new Map<string, { run: string; graded: number }>();
  while (seen.size < 2) {
    for (const arn of await scheduledExecutions(stack)) {
      if (seen.has(arn)) continue;
      const { status, input, output } = await stack.sfn.send(
        new DescribeExecutionCommand({ executionArn: arn }),
      );
      if (status === 'RUNNING') continue;
      assert.equal(status, 'SUCCEEDED');
      const { run }: RunInput = JSON.parse(input ?? '{}');
      const { graded }: { graded: number } = JSON.parse(output ?? '{}').counts;
      seen.set(arn, { run, graded });
    }
    say(`${seen.size} of 2 scheduled runs have ended`);
    await sleep(1000);
  }
  const runs = [...seen.values()];
  assert.equal(new Set(runs.map(({ run }) => run)).size, runs.length, 'each run has a name of its own');
  for (const { run, graded } of runs) {
    assert.equal(graded, learners, run);
    assert.equal((await listKeys(stack, keysOf(run).results)).length, learners, run);
    const { report } = keysOf(run);
    assert.ok((await listKeys(stack, report)).includes(`${report}gradebook.csv`), run);
  }
}

/** The commands of this project start executions with names that begin with `class-`. */
async function scheduledExecutions({ sfn, stateMachineArn }: ClassStack): Promise<string[]> {
  const arns: string[] = [];
  for await (const { executions = [] } of paginateListExecutions({ client: sfn }, { stateMachineArn }))
    for (const { executionArn = '', name = '' } of executions)
      if (!name.startsWith('class-')) arns.push(executionArn);
  return arns;
}
