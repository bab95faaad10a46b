import assert from 'node:assert/strict';
import { it } from 'node:test';
import { refuseOtherAccounts } from './aws-arguments.ts';

for (const args of [
  ['--profile', 'mine', 's3', 'ls'],
  ['s3', 'ls', '--profile=mine'],
  ['sns', 'list-topics', '--region', 'us-east-1'],
  ['--endpoint-url', 'https://example.com', 'sns', 'list-topics'],
  // The AWS CLI accepts the start of a name.
  ['--endpoint-u=https://example.com', 'sns', 'list-topics'],
  ['sns', 'list-topics', '--prof', 'mine'],
]) {
  it(`refuses ${args.join(' ')}`, () => {
    assert.throws(() => refuseOtherAccounts(args), /This aws is for the lab only, so it does not take --/);
  });
}

for (const args of [
  ['sns', 'subscribe', '--protocol', 'sqs', '--notification-endpoint', 'arn:aws:sqs:ap-northeast-1:1:a'],
  ['iam', 'create-role', '--role-name', 'a', '--assume-role-policy-document', 'file://trust.json'],
  ['lambda', 'create-function', '--function-name', 'a', '--publish'],
  ['sqs', 'send-message', '--message-body', 'the --region of a text'],
]) {
  it(`takes ${args.join(' ')}`, () => refuseOtherAccounts(args));
}
