import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { functionWrites } from '../../checks/tasks/requests.ts';
import { judgeRole } from './judge-role.ts';

const place = { account: '111111111111', region: 'ap-northeast-1' };
const work = {
  name: 'CreateThumbnail',
  arn: 'arn:aws:lambda:ap-northeast-1:111111111111:function:CreateThumbnail',
  roleArn: 'arn:aws:iam::111111111111:role/LabExecutionRole',
};
const request = functionWrites(work, place, 'arn:aws:s3:::my-pictures/thumbnail/cat.jpg');

function policy(name: string, Effect: string, Action: string, Resource = '*', more = {}) {
  return { name, document: { Version: '2012-10-17', Statement: [{ Effect, Action, Resource, ...more }] } };
}

const full = policy('AmazonS3FullAccess', 'Allow', 's3:*');
const logs = policy('CWLogsPolicy', 'Allow', 'logs:*');
const deny = policy('NoWriting', 'Deny', 's3:PutObject', 'arn:aws:s3:::my-pictures/*');

function ask(policies: readonly (typeof full)[], bucketPolicy: unknown = null) {
  const question = 'May CreateThumbnail write its output?';
  return judgeRole({ question, role: 'LabExecutionRole', policies, bucketPolicy, request });
}

describe('what the policies of a role and of the bucket say about an output', () => {
  it('names the policy that allows it, shows it without a principal, and leaves out policies of other services', () => {
    const { decision, words, statements } = ask([logs, full]);
    assert.equal(decision, 'allowed');
    assert.equal(words, 'AmazonS3FullAccess: Statement 1 allows s3:PutObject.');
    assert.deepEqual(
      statements.map(({ name, decided }) => [name, decided]),
      [['AmazonS3FullAccess: statement 1', true]],
    );
    assert.doesNotMatch(JSON.stringify(statements), /rincipal/);
  });

  it('lets a Deny win, of the role and of the bucket', () => {
    for (const { decision, words, statements } of [
      ask([full, deny]),
      ask([full], { ...deny.document, Statement: [{ ...deny.document.Statement[0], Principal: '*' }] }),
    ]) {
      assert.equal(decision, 'denied');
      assert.match(words, /^(NoWriting|Bucket policy): Statement 1 denies s3:PutObject\.$/);
      assert.deepEqual(
        statements.map(({ effect, decided }) => [effect, decided]),
        [
          ['Allow', false],
          ['Deny', true],
        ],
      );
    }
  });

  it('marks what does not apply when nothing allows it', () => {
    const other = policy('Other', 'Allow', 's3:PutObject', 'arn:aws:s3:::other/*');
    const { decision, words, statements } = ask([logs, other]);
    assert.equal(decision, 'denied');
    assert.match(words, /No policy of LabExecutionRole allows s3:PutObject on arn:aws:s3:::my-pictures/);
    const [shown] = statements;
    assert.deepEqual(
      shown?.marked.map((line) => shown.lines[line]?.trim()),
      ['"Resource": "arn:aws:s3:::other/*"'],
    );
  });

  it('does not guess when a policy is none, or when only the bucket allows it', () => {
    assert.equal(
      ask([full, { name: 'Broken', document: 'text' } as unknown as typeof full]).decision,
      'unknown',
    );
    const bucket = { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Principal: '*' }] };
    assert.equal(ask([logs], bucket).decision, 'unknown');
  });
});
