import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { evaluatePolicy } from '../account/policy/evaluate.ts';
import { FUNCTION_NAMES, OUTPUT_NAMES, outputId } from '../lab/output-names.ts';
import { RESOURCES } from './logical-ids.ts';
import { allResources, properties, values } from './plain-resources.ts';
import type { PolicyDocument, Statement } from './policies.ts';

const account = values['AWS::AccountId'];
const policies = Object.entries(allResources).filter(([, { Properties }]) => Properties.PolicyDocument);

test('a resource policy allows only one service, for sources of this account', () => {
  const allowed = policies
    .flatMap(([id, { Properties }]) =>
      (Properties.PolicyDocument?.Statement ?? []).map((statement) => ({ id, ...statement })),
    )
    .filter(({ Effect }) => Effect === 'Allow');
  // Two topics; a queue and a dead-letter queue for each output.
  assert.equal(allowed.length, 2 + 2 * OUTPUT_NAMES.length);
  for (const { id, Principal, Condition } of allowed) {
    assert.match(JSON.stringify(Principal), /^\{"Service":"(s3|sns|cloudwatch)\.amazonaws\.com"\}$/, id);
    const source = String({ ...Condition?.ArnLike, ...Condition?.ArnEquals }['aws:SourceArn']);
    // All alarms of the stack.
    assert.match(source, id === 'AlarmTopicPolicy' ? /:alarm:image-lab-\*$/ : /^[^*]+$/, id);
    const accounts = { ...Condition?.StringEquals, ...Condition?.StringEqualsIfExists };
    assert.equal(accounts['aws:SourceAccount'], account, id);
  }
});

test('the bucket, every topic and every queue deny requests without TLS', () => {
  const types = ['AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::SQS::Queue'];
  const guarded = Object.entries(RESOURCES).filter(([, type]) => types.includes(type));
  assert.deepEqual(policies.map(([id]) => id).sort(), guarded.map(([id]) => `${id}Policy`).sort());
  for (const [id, { Properties }] of policies) {
    const denial = Properties.PolicyDocument?.Statement.find(({ Effect }) => Effect === 'Deny');
    assert.equal(denial?.Principal, '*', id);
    assert.deepEqual(denial?.Condition, { Bool: { 'aws:SecureTransport': 'false' } }, id);
  }
});

test('the topic policy names the bucket of the template', () => {
  const source = properties('ResizeImageTopicPolicy').PolicyDocument?.Statement[0]?.Condition?.ArnLike;
  assert.deepEqual(source, { 'aws:SourceArn': `arn:aws:s3:::${properties('ImageBucket').BucketName}` });
});

const roleStatements = (
  properties('LabExecutionRole').Policies as { PolicyDocument: PolicyDocument }[]
).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

test('the role of the functions has no wildcard action, and only resources of the functions', () => {
  const [ids, functions, folders] = [OUTPUT_NAMES.map(outputId), FUNCTION_NAMES, OUTPUT_NAMES].map((names) =>
    names.join('|'),
  );
  const own = new RegExp(
    `^(<(${functions})Logs\\.Arn>|<(${ids})Queue\\.Arn>|<ImageBucket\\.Arn>(/(ingest|${folders})/\\*)?)$`,
  );
  for (const { Action, Resource } of roleStatements) {
    const actions = [Action].flat();
    assert.ok(!actions.some((action) => action.includes('*')));
    // X-Ray has no resources to name.
    if (actions.every((action) => action.startsWith('xray:Put'))) assert.equal(Resource, '*');
    else for (const resource of [Resource].flat()) assert.match(String(resource), own);
  }
});

describe('of the functions that share a role', () => {
  const bucket = '<ImageBucket.Arn>';
  const arnOf = (name: string) => `arn:aws:lambda:ap-northeast-1:${account}:function:${name}`;
  const decide = (action: string, key: string, context: Record<string, string>) => {
    // The policy of an identity has no principal: it applies to that identity.
    const Statement = roleStatements.map((statement: Statement) => ({ ...statement, Principal: '*' }));
    const principal = {
      kind: 'identity',
      account,
      arn: `arn:aws:iam::${account}:role/LabExecutionRole`,
    } as const;
    const request = { principal, action, resource: `${bucket}/${key}`, context };
    return evaluatePolicy({ Version: '2012-10-17', Statement }, request).decision;
  };

  for (const [name, own, others] of [
    ['CreateThumbnail', 'thumbnail/a.jpg', ['mobile/a.jpg', 'ingest/a.jpg', 'a.jpg', 'thumbnails/a.jpg']],
    ['CreateMobileImage', 'mobile/a.jpg', ['thumbnail/a.jpg', 'ingest/a.jpg', 'mobile.jpg']],
  ] as const) {
    const context = { 'lambda:SourceFunctionArn': arnOf(name) };
    it(`${name} may read uploads, and may write only its own outputs`, () => {
      assert.equal(decide('s3:GetObject', 'ingest/a.jpg', context), 'allow');
      for (const action of ['s3:PutObject', 's3:GetObject'])
        assert.equal(decide(action, own, context), 'allow');
      for (const key of others) assert.equal(decide('s3:PutObject', key, context), 'implicit-deny', key);
      for (const action of ['s3:DeleteObject', 's3:PutObjectAcl'])
        assert.equal(decide(action, own, context), 'implicit-deny', action);
    });
  }

  it('another function with this role may not write outputs', () => {
    const context = { 'lambda:SourceFunctionArn': arnOf('Another') };
    for (const key of ['thumbnail/a.jpg', 'mobile/a.jpg'])
      assert.equal(decide('s3:PutObject', key, context), 'implicit-deny');
  });

  it('a call that does not come from a function may not write', () => {
    for (const key of ['thumbnail/a.jpg', 'mobile/a.jpg'])
      assert.equal(decide('s3:PutObject', key, {}), 'implicit-deny', key);
  });
});
