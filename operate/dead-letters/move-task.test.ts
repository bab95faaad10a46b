import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { connect } from '../../checks/aws.ts';
import { Failure } from '../../local/set-up/failure.mjs';
import { explainFailure, type Move, type MoveProgress, startMove } from './move-task.ts';
import type { MoveTasksOptions } from './test-move-tasks.ts';
import { startTestSqs, type TestSqs } from './test-sqs.ts';

const DEAD = 'arn:aws:sqs:ap-northeast-1:111111111111:thumbnail-dead-letter-queue';
const QUEUE = 'arn:aws:sqs:ap-northeast-1:111111111111:thumbnail-queue';

let sqs: TestSqs;
afterEach(() => sqs.stop());

/** Connects to an SQS with three messages to move, unless it is said otherwise. */
async function client(options: Partial<MoveTasksOptions> = {}) {
  sqs = await startTestSqs({ toMove: new Map([[DEAD, 3]]), destinations: [QUEUE], ...options });
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  return connect({ endpoint: sqs.endpoint, region: 'ap-northeast-1', credentials });
}

async function looks(move: Move): Promise<MoveProgress[]> {
  const all: MoveProgress[] = [];
  for (let status = 'RUNNING'; ['RUNNING', 'CANCELLING'].includes(status); ) {
    const progress = await move.look();
    all.push(progress);
    ({ status } = progress);
  }
  return all;
}

describe('a move', () => {
  it('asks SQS for its own task, to the queue that is named, and sees it run and be complete', async () => {
    const move = await startMove(await client(), { from: DEAD, to: QUEUE, rate: 10 });
    const seen = (await looks(move)).map(({ status, moved, toMove }) => [status, moved, toMove]);
    assert.deepEqual(seen, [
      ['RUNNING', 0, 3],
      ['RUNNING', 1, 3],
      ['RUNNING', 2, 3],
      ['COMPLETED', 3, 3],
    ]);
    assert.deepEqual(sqs.calls.slice(0, 3), [
      { action: 'ListMessageMoveTasks', input: { SourceArn: DEAD, MaxResults: 10 } },
      {
        action: 'StartMessageMoveTask',
        input: { SourceArn: DEAD, DestinationArn: QUEUE, MaxNumberOfMessagesPerSecond: 10 },
      },
      { action: 'ListMessageMoveTasks', input: { SourceArn: DEAD, MaxResults: 10 } },
    ]);
    assert.equal(move.joined, false);
  });

  it('lets SQS choose rate and destination when none is given', async () => {
    await startMove(await client(), { from: DEAD, to: undefined });
    assert.deepEqual(sqs.calls[1]?.input, { SourceArn: DEAD });
  });

  it('is not taken for the one before it', async () => {
    const aws = await client({ toMove: new Map([[DEAD, 1]]) });
    await looks(await startMove(aws, { from: DEAD, to: QUEUE }));
    const [first] = await looks(await startMove(aws, { from: DEAD, to: QUEUE }));
    assert.equal(first?.status, 'RUNNING');
  });

  it('joins one that is running already, instead of a second one', async () => {
    const aws = await client();
    await startMove(aws, { from: DEAD, to: QUEUE });
    const move = await startMove(aws, { from: DEAD, to: QUEUE });
    assert.equal(move.joined, true);
    assert.equal((await looks(move)).at(-1)?.status, 'COMPLETED');
    assert.equal(sqs.calls.filter(({ action }) => action === 'StartMessageMoveTask').length, 1);
  });

  it('joins one that somebody else starts at the same moment', async () => {
    const aws = await client();
    const both = [0, 1].map(() => startMove(aws, { from: DEAD, to: QUEUE }));
    assert.deepEqual((await Promise.all(both)).map(({ joined }) => joined).sort(), [false, true]);
  });

  it('can be cancelled, and says how much was moved by then', async () => {
    const move = await startMove(await client(), { from: DEAD, to: QUEUE });
    await move.look();
    await move.look();
    assert.equal(await move.cancel(), 2);
    assert.deepEqual(
      (await looks(move)).map(({ status }) => status),
      ['CANCELLING', 'CANCELLED'],
    );
  });

  it('tells why SQS gave up', async () => {
    const failure = 'AWS.SimpleQueueService.NonExistentQueue';
    const move = await startMove(await client({ failure }), { from: DEAD, to: QUEUE });
    const last = (await looks(move)).at(-1);
    assert.deepEqual([last?.status, last?.moved, last?.failureReason], ['FAILED', 1, failure]);
    assert.match(explainFailure(failure), /the queue to which it should go is not there/);
  });
});

describe('no move', () => {
  it('out of the dead-letter queue of a subscription only: says what to do', async () => {
    const aws = await client({ toMove: new Map() });
    await assert.rejects(startMove(aws, { from: DEAD, to: QUEUE }), (error) => {
      assert.ok(error instanceof Failure && error.code === 'not-of-a-queue');
      assert.match(
        error.message,
        /thumbnail-dead-letter-queue is the dead-letter queue of a subscription only/,
      );
      assert.match(error.fix ?? '', /set-queue-attributes .*deadLetterTargetArn/);
      return true;
    });
  });

  it('to a queue that is not there: as SQS says it', async () => {
    const aws = await client({ destinations: [] });
    await assert.rejects(startMove(aws, { from: DEAD, to: QUEUE }), {
      name: 'ResourceNotFoundException',
      message: /DestinationArn parameter doesn't exist/,
    });
  });
});
