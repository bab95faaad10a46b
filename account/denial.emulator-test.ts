import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../aws/clients.ts';
import { troubleOf } from '../aws/trouble.ts';
import { unreadable } from '../checks/tasks/found.ts';
import { stopAllLeashed } from '../cli/leashed.ts';
import { type Emulator, startEmulator } from '../local/emulator/emulator.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../local/local-aws.ts';
import { asFailure } from '../operate/dead-letters/could-not-look.ts';
import { createUserWithout } from '../test/labs/users.ts';
import { connect } from './connect.ts';

/** The owner of the account, and a user with every right in it. */
let owner: Aws;
let user: Aws;
let emulator: Emulator;

before(async () => {
  emulator = await startEmulator({ name: 'denial-test' });
  const { endpoint } = emulator;
  const options = { endpoint, region: LOCAL_REGION };
  owner = connect({ ...options, credentials: { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' } });
  user = connect({ ...options, credentials: await createUserWithout(owner, 'iam:DeleteUser') });
});
after(stopAllLeashed);

const deny = (Action: string, Resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'DenyOthers', Effect: 'Deny', Principal: '*', Action: 'sts:GetSessionToken', Resource },
      { Sid: 'DenyAudit', Effect: 'Deny', Principal: '*', Action, Resource },
    ],
  });

async function troubleWith(call: Promise<unknown>) {
  return call.then(
    () => assert.fail('the call is denied'),
    (error: unknown) => error,
  );
}

async function denyingBucket(Bucket: string, action: string): Promise<unknown> {
  await owner.s3.send(new CreateBucketCommand({ Bucket }));
  const Policy = deny(action, `arn:aws:s3:::${Bucket}`);
  await owner.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  return troubleWith(user.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
}

describe('a call that the policy of a resource denies', () => {
  it('is explained by the statement of a bucket, in the words of the grader', async () => {
    const error = await denyingBucket('denies-one', 's3:GetLifecycleConfiguration');
    const trouble = troubleOf(error, 's3:GetLifecycleConfiguration');
    assert.equal(trouble.kind, 'denied');
    assert.match(
      unreadable('the bucket', trouble).verdict === 'error'
        ? JSON.stringify(unreadable('the bucket', trouble))
        : '',
      /The grader could not read the bucket: the statement 'DenyAudit' of the policy of denies-one denies s3:/,
    );
  });

  it('is explained without the statement when the policy may not be read either', async () => {
    const error = await denyingBucket('denies-all', 's3:*');
    assert.match(
      String(troubleOf(error, 's3:GetLifecycleConfiguration').deniedBy),
      /^A Deny statement of the policy of denies-all$/,
    );
  });

  it('is explained by the statement of a queue, in the words of the dead-letter tools', async () => {
    const QueueName = 'letters';
    const Policy = deny('sqs:ReceiveMessage', `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${QueueName}`);
    const { QueueUrl } = await owner.sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
    await user.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
    const error = await troubleWith(user.sqs.send(new ReceiveMessageCommand({ QueueUrl })));
    const failure = asFailure(error, { local: false, command: 'dead-letters' });
    assert.ok(failure instanceof Error && 'fix' in failure);
    assert.match(
      failure.message,
      /: the statement 'DenyAudit' of the policy of letters denies sqs:receivemessage\.$/i,
    );
    assert.equal(failure.fix, undefined);
  });

  it('is the fault of the credentials when they lack the permission', async () => {
    const error = await troubleWith(
      connect({
        endpoint: emulator.endpoint,
        region: LOCAL_REGION,
        credentials: await createUserWithout(owner, 's3:ListAllMyBuckets'),
      }).s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: 'none' })),
    );
    assert.equal('deniedBy' in (error as object), false);
  });
});
