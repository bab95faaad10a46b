import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOfCustomRole, askOfFunctionRole, type Question } from './questions.ts';

const work = {
  account: '111122223333',
  region: 'eu-west-1',
  partition: 'aws',
  bucket: 'pictures',
  queueArns: [
    'arn:aws:sqs:eu-west-1:111122223333:thumbnail-queue',
    'arn:aws:sqs:eu-west-1:111122223333:mobile-queue',
  ],
  logGroups: ['/aws/lambda/CreateThumbnail', '/aws/lambda/CreateMobileImage'],
};

const asked = (questions: readonly Question[], purpose: Question['purpose']) =>
  questions
    .filter((one) => one.purpose === purpose)
    .map(({ action, resource }) => `${action} ${resource.split(':').slice(5).join(':')}`);

describe('what IAM is asked', () => {
  it('of CustomExecutionRole is to write logs and to put, delete and list objects', () => {
    assert.deepEqual(
      asked(askOfCustomRole(work), 'needed').filter((one) => !one.startsWith('logs:')),
      [
        's3:PutObject pictures/ingest/x.jpg',
        's3:DeleteObject pictures/ingest/x.jpg',
        's3:PutObject pictures/thumbnail/x.jpg',
        's3:PutObject pictures/mobile/x.jpg',
        's3:ListBucket pictures',
      ],
    );
  });

  it("of a function's role is to write logs, to read the queues, to read and write pictures", () => {
    assert.deepEqual(asked(askOfFunctionRole(work), 'needed').slice(0, 3), [
      'logs:CreateLogGroup log-group:/aws/lambda/CreateThumbnail:log-stream:x',
      'logs:CreateLogStream log-group:/aws/lambda/CreateThumbnail:log-stream:x',
      'logs:PutLogEvents log-group:/aws/lambda/CreateThumbnail:log-stream:x',
    ]);
    assert.deepEqual(asked(askOfFunctionRole(work), 'needed').slice(-4), [
      'sqs:GetQueueAttributes mobile-queue',
      's3:GetObject pictures/ingest/x.jpg',
      's3:PutObject pictures/thumbnail/x.jpg',
      's3:PutObject pictures/mobile/x.jpg',
    ]);
  });

  it('leaves out the bucket when it is not known, and still has something to ask', () => {
    for (const questions of [askOfCustomRole, askOfFunctionRole]) {
      const needed = asked(questions({ ...work, bucket: undefined }), 'needed');
      assert.ok(needed.length > 0 && needed.every((one) => !one.startsWith('s3:')), needed.join('\n'));
    }
  });

  it('asks once about a log group that both functions share', () => {
    const questions = askOfFunctionRole({ ...work, logGroups: ['/image-lab/both', '/image-lab/both'] });
    assert.equal(questions.filter(({ action }) => action === 'logs:PutLogEvents').length, 1);
  });

  it('is not whether a function may make a log group that was made for it', () => {
    const questions = askOfFunctionRole({
      ...work,
      logGroups: ['/image-lab/thumbnail', '/image-lab/mobile'],
    });
    const actions = questions.map(({ action }) => action);
    assert.ok(!actions.includes('logs:CreateLogGroup'));
    assert.equal(actions.filter((action) => action === 'logs:CreateLogStream').length, 2);
  });

  it('is also what nothing in the lab needs', () => {
    const excess = new Set(
      askOfCustomRole(work)
        .filter(({ purpose }) => purpose === 'excess')
        .map(({ action }) => action),
    );
    assert.deepEqual(
      [...excess],
      ['s3:DeleteBucket', 'sqs:DeleteQueue', 'lambda:DeleteFunction', 'iam:PassRole'],
    );
  });
});
