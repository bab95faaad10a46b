import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { Aws } from '../../aws/clients.ts';
import { countContent, emptyBucket } from './bucket-content.ts';
import { removeBucket } from './remove.ts';
import type { StackThing } from './thing.ts';

const POLL_MS = 1000;
const PATIENCE_MS = 15 * 60_000;
/** A running function can write once more after the bucket was emptied, so the deletion is tried twice. */
const TRIES = 2;

/**
 * Empties the stack's bucket and deletes the stack. It then deletes the bucket if the stack retained it.
 * @throws Error with the reasons from CloudFormation.
 */
export async function removeStack(aws: Aws, stack: StackThing, say: (line: string) => void): Promise<void> {
  for (let tries = 1; ; tries++) {
    if (stack.bucket !== undefined) await emptyBucket(aws, stack.bucket, say);
    say('CloudFormation is deleting the stack');
    await aws.cloudFormation.send(new DeleteStackCommand({ StackName: stack.name }));
    const status = await untilDeleted(aws, stack.id);
    if (status === 'DELETE_COMPLETE') break;
    if (tries === TRIES) throw new Error(`the stack is in ${status}${await reasons(aws, stack.id)}`);
  }
  const { bucket } = stack;
  if (bucket !== undefined && (await countContent(aws, bucket)) !== undefined)
    await removeBucket(aws, bucket, say);
}

/** Waits for the end of the deletion. The stack is looked up by its id, which still works for a deleted stack. */
async function untilDeleted(aws: Aws, StackName: string): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const status = await readStatus(aws, StackName);
    if (status !== 'DELETE_IN_PROGRESS' || Date.now() > deadline) return status;
    await sleep(POLL_MS);
  }
}

async function readStatus({ cloudFormation }: Aws, StackName: string): Promise<string> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    return Stacks[0]?.StackStatus ?? 'DELETE_COMPLETE';
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return 'DELETE_COMPLETE';
    throw error;
  }
}

async function reasons({ cloudFormation }: Aws, StackName: string): Promise<string> {
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName }));
  const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED');
  const each = failed.map(
    ({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`,
  );
  return each.length === 0 ? '' : `: ${[...new Set(each)].slice(0, 3).join('; ')}`;
}
