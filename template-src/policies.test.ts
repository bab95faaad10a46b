import assert from 'node:assert/strict';
import { test } from 'node:test';
import { properties, resources, values } from './plain-resources.ts';
import type { PolicyDocument } from './policies.ts';

const account = values['AWS::AccountId'];

test('what a resource policy allows, it allows to one service, for one source in this account', () => {
  const allowed = Object.entries(resources)
    .filter(([, { Type }]) => Type.endsWith('Policy'))
    .flatMap(([id, { Properties }]) =>
      (Properties.PolicyDocument?.Statement ?? []).map((statement) => ({ id, ...statement })),
    )
    .filter(({ Effect }) => Effect === 'Allow');
  assert.equal(allowed.length, 5);
  for (const { id, Principal, Condition } of allowed) {
    assert.match(JSON.stringify(Principal), /^\{"Service":"(s3|sns)\.amazonaws\.com"\}$/, id);
    const source = { ...Condition?.ArnLike, ...Condition?.ArnEquals }['aws:SourceArn'];
    assert.ok(source && !String(source).includes('*'), id);
    const accounts = { ...Condition?.StringEquals, ...Condition?.StringEqualsIfExists };
    assert.equal(accounts['aws:SourceAccount'], account, id);
  }
});

test('the bucket, the topic and all queues refuse everyone who comes without TLS', () => {
  const policies = Object.values(resources).filter(({ Properties }) => Properties.PolicyDocument);
  assert.equal(policies.length, 6);
  for (const { Properties } of policies) {
    const denial = Properties.PolicyDocument?.Statement.find(({ Effect }) => Effect === 'Deny');
    assert.equal(denial?.Principal, '*');
    assert.deepEqual(denial?.Condition, { Bool: { 'aws:SecureTransport': 'false' } });
  }
});

test('the topic policy names the very bucket of the template', () => {
  const source = properties('ResizeImageTopicPolicy').PolicyDocument?.Statement[0]?.Condition?.ArnLike;
  assert.deepEqual(source, { 'aws:SourceArn': `arn:aws:s3:::${properties('ImageBucket').BucketName}` });
});

test('the role of the functions has no wildcard action, and no resource that is not theirs', () => {
  const policies = properties('LabExecutionRole').Policies as { PolicyDocument: PolicyDocument }[];
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const own =
    /^(<Create(Thumbnail|MobileImage)Logs\.Arn>|<(Thumbnail|Mobile)Queue\.Arn>|<ImageBucket\.Arn>(\/(ingest|thumbnail|mobile)\/\*)?)$/;
  for (const { Action, Resource } of statements) {
    assert.ok(![Action].flat().some((action) => action.includes('*')));
    for (const resource of [Resource].flat()) assert.match(String(resource), own);
  }
});
