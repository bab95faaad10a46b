import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { connect } from '../../account/connect.ts';
import type { Move, MoveProgress } from '../../account/move.ts';
import { Failure } from '../../cli/failure.mjs';
import type { MoveTasksOptions } from '../../test/operate/move-tasks.ts';
import { startTestSqs, type TestSqs } from '../../test/operate/sqs.ts';
import { explainFailure, startMove } from './move-task.ts';

const DEAD = 'arn:aws:sqs:ap-northeast-1:111111111111:thumbnail-dead-letter-queue';
const QUEUE = 'arn:aws:sqs:ap-northeast-1:111111111111:thumbnail-queue';

let sqs: TestSqs;
afterEach(() => sqs.stop());

/** Connects to an SQS with three messages to move by default. */
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
  it('starts a task of SQS with the given destination and follows it until it is complete', async () => {
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

  it('lets SQS choose the rate and the destination by default', async () => {
    await startMove(await client(), { from: DEAD, to: undefined });
    assert.deepEqual(sqs.calls[1]?.input, { SourceArn: DEAD });
  });

  it('is not confused with the previous move', async () => {
    const aws = await client({ toMove: new Map([[DEAD, 1]]) });
    await looks(await startMove(aws, { from: DEAD, to: QUEUE }));
    const [first] = await looks(await startMove(aws, { from: DEAD, to: QUEUE }));
    assert.equal(first?.status, 'RUNNING');
  });

  it('joins a running move instead of starting a second one', async () => {
    const aws = await client();
    await startMove(aws, { from: DEAD, to: QUEUE });
    const move = await startMove(aws, { from: DEAD, to: QUEUE });
    assert.equal(move.joined, true);
    assert.equal((await looks(move)).at(-1)?.status, 'COMPLETED');
    assert.equal(sqs.calls.filter(({ action }) => action === 'StartMessageMoveTask').length, 1);
  });

  it('joins a move that somebody else starts at the same time', async () => {
    const aws = await client();
    const both = [0, 1].map(() => startMove(aws, { from: DEAD, to: QUEUE }));
    assert.deepEqual((await Promise.all(both)).map(({ joined }) => joined).sort(), [false, true]);
  });

  it('can be cancelled and returns the number of moved messages', async () => {
    const move = await startMove(await client(), { from: DEAD, to: QUEUE });
    await move.look();
    await move.look();
    assert.equal(await move.cancel(), 2);
    assert.deepEqual(
      (await looks(move)).map(({ status }) => status),
      ['CANCELLING', 'CANCELLED'],
    );
  });

  it('explains why the task of SQS failed', async () => {
    const failure = 'AWS.SimpleQueueService.NonExistentQueue';
    const move = await startMove(await client({ failure }), { from: DEAD, to: QUEUE });
    const last = (await looks(move)).at(-1);
    assert.deepEqual([last?.status, last?.moved, last?.failureReason], ['FAILED', 1, failure]);
    assert.match(explainFailure(failure), /The destination queue does not exist any more/);
  });
});

describe('a move is refused', () => {
  it('when only a subscription uses the dead-letter queue, with the fix', async () => {
    const aws = await client({ toMove: new Map() });
    await assert.rejects(startMove(aws, { from: DEAD, to: QUEUE }), (error) => {
      assert.ok(error instanceof Failure && error.code === 'not-of-a-queue');
      assert.match(
        error.message,
        /thumbnail-dead-letter-queue is only the dead-letter queue of a subscription/,
      );
      assert.match(error.fix ?? '', /set-queue-attributes .*deadLetterTargetArn/);
      return true;
    });
  });

  it('when the destination does not exist, with the error of SQS', async () => {
    const aws = await client({ destinations: [] });
    await assert.rejects(startMove(aws, { from: DEAD, to: QUEUE }), {
      name: 'ResourceNotFoundException',
      message: /DestinationArn parameter doesn't exist/,
    });
  });
});
