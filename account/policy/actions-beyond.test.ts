import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actionsBeyond } from './actions-beyond.ts';
import { PolicyError } from './parse.ts';

const NEEDED = ['sns:GetTopicAttributes', 's3:GetObject'];

function policy(...statements: object[]) {
  const Statement = statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one }));
  return { Version: '2012-10-17', Statement };
}

const allow = (...Action: string[]) => policy({ Action });
const beyond = (policies: readonly unknown[], boundary?: unknown) =>
  actionsBeyond({ policies, ...(boundary !== undefined && { boundary }) }, NEEDED);

describe('what a role is allowed to do beyond some actions', () => {
  it('is nothing when its policies name only these actions, in any case of letters', () => {
    assert.deepEqual(beyond([allow('SNS:GetTopicAttributes'), allow('s3:getobject')]), []);
    assert.deepEqual(beyond([]), []);
  });

  it('is every other action of every policy, once', () => {
    const policies = [allow('s3:GetObject', 'ec2:RunInstances'), allow('ec2:RunInstances', 'glue:*')];
    assert.deepEqual(beyond(policies), ['ec2:RunInstances', 'glue:*']);
  });

  it('includes patterns, and everything that NotAction leaves', () => {
    const all = beyond([allow('*', 's3:Get*'), policy({ Action: undefined, NotAction: ['iam:*'] })]);
    assert.deepEqual(all, ['*', 'all actions except iam:*', 's3:Get*']);
  });

  it('leaves out what is denied everywhere and always', () => {
    const deny = (more: object) => policy({ Effect: 'Deny', Action: 'ec2:*', ...more });
    const some = allow('ec2:RunInstances', 'iam:PassRole');
    assert.deepEqual(beyond([some, deny({})]), ['iam:PassRole']);
    for (const limited of [{ Resource: 'arn:aws:ec2:*:*:a' }, { Condition: { Bool: { 'a:b': 'true' } } }])
      assert.deepEqual(beyond([some, deny(limited)]), ['ec2:RunInstances', 'iam:PassRole']);
  });

  it('is nothing when a boundary or a denial of everything else allows only these actions', () => {
    assert.deepEqual(beyond([allow('*')], allow(...NEEDED)), []);
    assert.deepEqual(beyond([allow('*')], allow('iam:*')), ['*']);
    const others = policy({ Effect: 'Deny', Action: undefined, NotAction: NEEDED });
    assert.deepEqual(beyond([allow('*'), others]), []);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 120 }, (_, index) => `glue:A${index}${'x'.repeat(200)}`);
    const found = beyond([allow(...many)]);
    assert.ok(found.length <= 100 && found.every((action) => action.length <= 128));
  });

  it('is not guessed when something is no policy', () => {
    assert.throws(() => beyond([{ Statement: [{ Effect: 'Maybe' }] }]), PolicyError);
  });
});
