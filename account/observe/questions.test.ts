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
  functionArns: { thumbnail: 'arn:thumbnail', mobile: undefined },
  logGroups: ['/aws/lambda/CreateThumbnail', '/aws/lambda/CreateMobileImage'],
};

const asked = (questions: readonly Question[], purpose: Question['purpose']) =>
  questions
    .filter((one) => one.purpose === purpose)
    .map(({ action, resource }) => `${action} ${resource.split(':').slice(5).join(':')}`);

describe('the questions to IAM', () => {
  it('about CustomExecutionRole are to write logs and to put, delete and list objects', () => {
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

  it("about a function's role are to write logs, read the queues, and read and write pictures", () => {
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

  it('name the function that writes to each folder, when it is known', () => {
    const writes = askOfFunctionRole(work).filter(({ action }) => action === 's3:PutObject');
    assert.deepEqual(
      writes.map(({ caller }) => caller),
      ['arn:thumbnail', undefined],
    );
  });

  it('leave out the bucket when it is unknown', () => {
    for (const questions of [askOfCustomRole, askOfFunctionRole]) {
      const needed = asked(questions({ ...work, bucket: undefined }), 'needed');
      assert.ok(needed.length > 0 && needed.every((one) => !one.startsWith('s3:')), needed.join('\n'));
    }
  });

  it('mention a log group that both functions share once', () => {
    const questions = askOfFunctionRole({ ...work, logGroups: ['/image-lab/both', '/image-lab/both'] });
    assert.equal(questions.filter(({ action }) => action === 'logs:PutLogEvents').length, 1);
  });

  it('do not include creating a log group that already exists', () => {
    const questions = askOfFunctionRole({
      ...work,
      logGroups: ['/image-lab/thumbnail', '/image-lab/mobile'],
    });
    const actions = questions.map(({ action }) => action);
    assert.ok(!actions.includes('logs:CreateLogGroup'));
    assert.equal(actions.filter((action) => action === 'logs:CreateLogStream').length, 2);
  });

  it('include actions that nothing in the lab needs', () => {
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
