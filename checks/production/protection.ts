/** Versioning, encryption and blocked public access. */

import type { Facts, QueueFacts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import type { Advice } from '../step.ts';
import { adviseOn, type Looked, namesOf } from './production-advice.ts';

/**
 * S3 has encrypted every bucket since 2023, and SNS encrypts all of its disks, so there is nothing to advise. More than that
 * needs a customer managed key for the topic; with AWS's own key, alias/aws/sns, every upload is lost (task 3.1).
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
    title: `Queues are not encrypted: ${names}`,
    why: 'Messages, which contain the names of all pictures, are stored in plain text.',
    how: "Turn on the queue's server-side encryption with an SQS key, which is free. (Do not choose AWS KMS with alias/aws/sqs, because SNS is not allowed to use that key.)",
    anchor: 'encryption',
  }));
}

function advisePublicAccess({ bucket, production }: Looked): Advice[] {
  return adviseOn(nameIf(foundIn(production.publicAccessBlocked) === false, bucket), (name) => ({
    id: 'public-access',
    title: `Public access is not blocked: ${name}`,
    why: 'A single careless policy or ACL can make the pictures public.',
    how: "Select Block all public access under the bucket's Permissions.",
  }));
}

function adviseVersioning({ bucket, production }: Looked): Advice[] {
  return adviseOn(nameIf(foundIn(production.versioning) === false, bucket), (name) => ({
    id: 'versioning',
    title: `Versioning is off: ${name}`,
    why: 'A picture is lost when another one is uploaded with the same key, or when somebody deletes it by mistake.',
    how: "Turn on Bucket Versioning under the bucket's Properties, and add a lifecycle rule for old versions.",
    anchor: 'versioning',
  }));
}

function nameIf(lacks: boolean, bucket: Facts['bucket']): string[] {
  const name = foundIn(bucket)?.name;
  return lacks && name !== undefined ? [name] : [];
}
