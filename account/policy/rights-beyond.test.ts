import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PolicyError } from './parse.ts';
import { rightsBeyond } from './rights-beyond.ts';

const PICTURES = 'arn:aws:s3:::*/ingest/*';
const NEEDED = new Map([
  ['sns:gettopicattributes', ['*']],
  ['s3:getobject', [PICTURES]],
]);

function policy(...statements: object[]) {
  const Statement = statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one }));
  return { Version: '2012-10-17', Statement };
}

const allow = (...Action: string[]) => policy({ Action, Resource: PICTURES });
const beyond = (policies: readonly unknown[], boundary?: unknown) =>
  rightsBeyond({ policies, ...(boundary !== undefined && { boundary }) }, NEEDED);

describe('what a role is allowed to do beyond some rights', () => {
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
    assert.deepEqual(beyond([allow('*')], allow(...NEEDED.keys())), []);
    assert.deepEqual(beyond([allow('*')], allow('iam:*')), ['*']);
    const others = policy({ Effect: 'Deny', Action: undefined, NotAction: [...NEEDED.keys()] });
    assert.deepEqual(beyond([allow('*'), others]), []);
  });

  it('is a needed action on other resources', () => {
    const on = (...Resource: string[]) => beyond([policy({ Action: ['s3:GetObject'], Resource })]);
    assert.deepEqual(on('arn:aws:s3:::my-pictures/ingest/*', PICTURES), []);
    for (const wider of ['*', 'arn:aws:s3:::*', 'arn:aws:s3:::my-pictures/*', 'arn:aws:s3:::*/ingest*'])
      assert.deepEqual(on(PICTURES, wider), [`s3:GetObject on ${wider}`]);
    const except = policy({ Action: 's3:GetObject', Resource: undefined, NotResource: 'arn:aws:s3:::a/*' });
    assert.deepEqual(beyond([except]), ['s3:GetObject on all resources except arn:aws:s3:::a/*']);
    assert.deepEqual(beyond([policy({ Action: 'sns:GetTopicAttributes', Resource: 'arn:aws:sns:*' })]), []);
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
