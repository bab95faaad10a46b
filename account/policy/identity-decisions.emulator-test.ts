import { it } from 'node:test';
import { IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { compare, REQUEST_KEYS, requestContext } from '../../test/policies/compare-decisions.ts';
import { embeddedRequesters } from '../../test/policies/embedded-requesters.ts';
import type { World } from '../../test/policies/random-policies.ts';
import { createUser, isLetThrough, OWNER, type Requester, rootOf } from '../../test/policies/requesters.ts';
import { evaluatePolicy } from './evaluate.ts';
import { forEveryone } from './for-everyone.ts';

const { emulator, optionsOf } = embeddedRequesters('test-policies-identity');
const s3Of = (requester: Requester) => new S3Client({ ...optionsOf(requester), forcePathStyle: true });

it('the embedded AWS decides in the same way of what an identity may write', async () => {
  const Bucket = 'pictures';
  await s3Of(rootOf(OWNER)).send(new CreateBucketCommand({ Bucket }));
  const UserName = 'writer';
  const writer = await createUser(emulator().endpoint, OWNER, UserName, 'nothing');
  const s3 = s3Of(writer);
  const iam = new IAMClient(optionsOf(rootOf(OWNER)));
  const bucketArn = `arn:aws:s3:::${Bucket}`;
  const keys = ['thumbnail/a.jpg', 'Thumbnail/a:b.jpg'];
  const world: World = {
    principals: [OWNER],
    services: ['s3.amazonaws.com'],
    actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
    resources: [bucketArn, `${bucketArn}/*`, ...keys.map((key) => `${bucketArn}/${key}`)],
    keys: REQUEST_KEYS,
  };

  await compare(world, async (random) => {
    const policy = withoutPrincipals(random);
    const PolicyDocument = JSON.stringify(policy);
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'random', PolicyDocument }));
    return Promise.all(
      keys.map(async (Key) => {
        const resource = `${bucketArn}/${Key}`;
        const { principal } = writer;
        const request = { principal, action: 's3:PutObject', resource, context: requestContext() };
        const decision = evaluatePolicy(forEveryone(policy), request);
        const embedded = await isLetThrough(s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })));
        return { request, embedded, ours: decision.decision === 'allow', decision };
      }),
    );
  });
});

/** An identity-based policy has no principal. */
function withoutPrincipals(policy: object): object {
  return JSON.parse(JSON.stringify(policy), (key, value) =>
    key === 'Principal' || key === 'NotPrincipal' ? undefined : value,
  );
}
