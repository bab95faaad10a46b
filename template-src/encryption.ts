import { KMS } from 'cloudform';
import { attribute, ref, when } from './intrinsics.ts';
import { keyPolicy } from './key-policy.ts';
import type { ResourcesOf } from './resource.ts';

export const encryptionResources: ResourcesOf<'OwnKey'> = {
  OwnKey: {
    comment: `No task: the key that encrypts bucket, topics, queues and logs if EncryptionKey is new. Its policy lets each service that
handles a message use it. If one is missing, messages are lost and no error is reported. The key is kept when the stack is
deleted, because nothing that it encrypted can be read without it.`,
    condition: 'MakesKey',
    onDeletion: 'Retain',
    onReplacement: 'Retain',
    why: {
      'Properties.EnableKeyRotation':
        'New key material every year. What was encrypted before stays readable.',
      'Properties.KeyPolicy.Statement.0':
        'Every key has this statement by default. Without it, nobody could change the key any more.',
      'Properties.KeyPolicy.Statement.1':
        'S3 publishes to an encrypted topic. AWS does not document that S3 names the bucket. If it does, it must be this one.',
      'Properties.KeyPolicy.Statement.2': 'SNS sends to encrypted queues and dead-letter queues.',
      'Properties.KeyPolicy.Statement.4': 'Alarms publish to an encrypted topic.',
    },
    resource: new KMS.Key({
      Description: 'Encrypts the pictures, messages and logs of the serverless image lab',
      EnableKeyRotation: true,
      KeyPolicy: keyPolicy,
    }),
  },
};

/** The ARN of the key. It exists under the condition `UsesKey`. */
export const keyArn = when('MakesKey', attribute('OwnKey', 'Arn'), ref('EncryptionKey'));

/** The key, or no value. AWS encrypts the disks in any case. */
export const keyIfAny = when('UsesKey', keyArn);
