import { KMS } from 'cloudform';
import { attribute, ref, when } from './intrinsics.ts';
import { keyPolicy } from './key-policy.ts';
import type { ResourcesOf } from './resource.ts';

export const encryptionResources: ResourcesOf<'OwnKey'> = {
  OwnKey: {
    comment: `No task: the key that encrypts bucket, topic, queues and logs, if EncryptionKey is new. Its policy lets each service that
handles a message use it: one that is forgotten loses messages without a word. It outlives the stack: without it, what it
encrypted is lost.`,
    condition: 'MakesKey',
    onDeletion: 'Retain',
    onReplacement: 'Retain',
    why: {
      'Properties.EnableKeyRotation': 'New material every year; what was encrypted before is read as before.',
      'Properties.KeyPolicy.Statement.0':
        'As in every key that KMS makes: without it, nobody could change the key any more.',
      'Properties.KeyPolicy.Statement.1':
        'S3 publishes to an encrypted topic. It is not documented to name the bucket here: if it does, it must be ours.',
      'Properties.KeyPolicy.Statement.2': 'SNS sends to encrypted queues, and to their dead-letter queues.',
      'Properties.KeyPolicy.Statement.4': 'Alarms publish to an encrypted topic.',
    },
    resource: new KMS.Key({
      Description: 'Encrypts the pictures, messages and logs of the serverless image lab',
      EnableKeyRotation: true,
      KeyPolicy: keyPolicy,
    }),
  },
};

/** The ARN of the key, which is there under the condition `UsesKey`. */
export const keyArn = when('MakesKey', attribute('OwnKey', 'Arn'), ref('EncryptionKey'));

/** For topics and log groups: the key, or nothing. AWS encrypts their disks anyway. */
export const keyIfAny = when('UsesKey', keyArn);
