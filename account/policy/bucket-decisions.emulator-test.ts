import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  type Compared,
  compare,
  REQUEST_KEYS,
  requestContext,
} from '../../test/policies/compare-decisions.ts';
import { embeddedRequesters } from '../../test/policies/embedded-requesters.ts';
import type { World } from '../../test/policies/random-policies.ts';
import {
  createUser,
  goesThrough,
  isLetThrough,
  OTHER,
  OWNER,
  type Requester,
  rootOf,
} from '../../test/policies/requesters.ts';
import { evaluatePolicy, type PolicyRequest } from './evaluate.ts';

const { emulator, optionsOf } = embeddedRequesters('test-policies-bucket');
const s3Of = (requester: Requester) => new S3Client({ ...optionsOf(requester), forcePathStyle: true });

it('the embedded AWS decides in the same way of strangers, others, and a bucket', async () => {
  const Bucket = 'pictures';
  const owner = s3Of(rootOf(OWNER));
  await owner.send(new CreateBucketCommand({ Bucket }));
  await owner.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const keys = ['ingest/a.jpg', 'Ingest/a:b.jpg'];
  for (const Key of keys) await owner.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const requesters = [rootOf(OTHER), await createUser(emulator().endpoint, OWNER, 'reader', 'nothing')];
  const arns = requesters.map(({ principal }) => principal.arn);
  const bucketArn = `arn:aws:s3:::${Bucket}`;
  const world: World = {
    principals: [...arns, OTHER, OWNER],
    services: ['s3.amazonaws.com'],
    actions: ['s3:GetObject', 's3:ListBucket', 's3:PutObject'],
    resources: [bucketArn, `${bucketArn}/*`, ...keys.map((key) => `${bucketArn}/${key}`)],
    keys: {
      ...REQUEST_KEYS,
      's3:prefix': { kind: 'string', values: ['ingest/', 'Ingest/'] },
      's3:max-keys': { kind: 'number', values: ['5', '10', '7.0'] },
    },
  };

  await compare(world, async (policy) => {
    await owner.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
    const signed = requesters.flatMap((requester) => {
      const s3 = s3Of(requester);
      const ask = async (
        action: string,
        resource: string,
        more: object,
        call: Promise<unknown>,
      ): Promise<Compared> => {
        const { principal } = requester;
        const request = { principal, action, resource, context: { ...requestContext(), ...more } };
        const decision = evaluatePolicy(policy, request);
        const ours = goesThrough(requester, policy, request);
        return { request, embedded: await isLetThrough(call), ours, decision };
      };
      const listed = { 's3:prefix': 'ingest/', 's3:max-keys': '7' };
      const list = new ListObjectsV2Command({ Bucket, Prefix: 'ingest/', MaxKeys: 7 });
      return [
        ask('s3:ListBucket', bucketArn, listed, s3.send(list)),
        ...keys.map((Key) =>
          ask('s3:GetObject', `${bucketArn}/${Key}`, {}, s3.send(new GetObjectCommand({ Bucket, Key }))),
        ),
      ];
    });
    const anonymous = keys.map(async (key): Promise<Compared> => {
      const request: PolicyRequest = {
        principal: { kind: 'anonymous' },
        action: 's3:GetObject',
        resource: `${bucketArn}/${key}`,
        context: requestContext(),
      };
      const decision = evaluatePolicy(policy, request);
      const { status } = await fetch(`${emulator().endpoint}/${Bucket}/${key}`, {
        headers: emulator().secretHeader,
      });
      assert.ok([200, 403].includes(status), `status ${status}`);
      return { request, embedded: status === 200, ours: decision.decision === 'allow', decision };
    });
    return Promise.all([...signed, ...anonymous]);
  });
});
