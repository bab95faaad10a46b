/** What is kept, encrypted, and shut. */
import type { Facts, QueueFacts } from '../facts.ts';
import type { Advice } from '../step.ts';
import { foundIn } from '../tasks/found.ts';
import { adviseOn, type Looked, namesOf } from './production-advice.ts';

/**
 * S3 encrypts every bucket since 2023, and SNS all of its disks: nothing can be missing there. A topic needs a key of one's own
 * for more than that, for AWS's own one, alias/aws/sns, loses every upload (task 3.1).
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
 */
export function adviseOnProtection(facts: Looked): Advice[] {
  return [...adviseQueueEncryption(facts), ...advisePublicAccess(facts), ...adviseVersioning(facts)];
}

function adviseQueueEncryption({ queues, production }: Looked): Advice[] {
  const isPlain = ({ encrypted }: Pick<QueueFacts, 'encrypted'>) => encrypted === false;
  const plain = [...namesOf(queues, isPlain), ...namesOf(production.deadLetterQueues, isPlain)];
  return adviseOn(plain, (names) => ({
    id: 'queue-encryption',
    title: `Not encrypted: ${names}`,
    why: 'Messages, with the names of all pictures, lie in it as they are.',
    how: 'Switch on server-side encryption of the queue with the key of SQS: it costs nothing. (Not with AWS KMS and alias/aws/sqs, which SNS may not use.)',
    anchor: 'encryption',
  }));
}

function advisePublicAccess({ bucket, production }: Looked): Advice[] {
  return adviseOn(nameIf(foundIn(production.publicAccessBlocked) === false, bucket), (name) => ({
    id: 'public-access',
    title: `Public access is not blocked: ${name}`,
    why: 'One careless policy or ACL makes the pictures public.',
    how: "Tick Block all public access under the bucket's Permissions.",
  }));
}

function adviseVersioning({ bucket, production }: Looked): Advice[] {
  return adviseOn(nameIf(foundIn(production.versioning) === false, bucket), (name) => ({
    id: 'versioning',
    title: `No versions are kept: ${name}`,
    why: 'A picture is gone for good once another is uploaded under its name, or somebody deletes it by mistake.',
    how: "Enable Bucket Versioning under the bucket's Properties, with a lifecycle rule for old versions.",
    anchor: 'versioning',
  }));
}

function nameIf(lacks: boolean, bucket: Facts['bucket']): string[] {
  const name = foundIn(bucket)?.name;
  return lacks && name !== undefined ? [name] : [];
}
