import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Facts, SubscriptionFacts } from '../account/facts.ts';
import { foundIn, type Seen } from '../account/seen.ts';
import type { Aws } from '../aws/clients.ts';
import { type ForEachLabOutput, LAB_OUTPUT_NAMES, type LabOutput } from '../lab/output-names.ts';
import type { BuiltLab } from './labs/hand-built-lab.ts';

/** A fault needs a part of the lab that the learner has not made yet. */
export class NotBuilt extends Error {
  override name = 'NotBuilt';
}

/**
 * Describes the learner's lab for the faults. A part that is missing throws `NotBuilt` when a fault uses it.
 * @param zips the project's functions, zipped.
 */
export async function builtLabOf(
  aws: Aws,
  facts: Facts,
  zips: ForEachLabOutput<Uint8Array>,
): Promise<BuiltLab> {
  const urls = await Promise.all(LAB_OUTPUT_NAMES.map((end) => urlOf(aws, facts, end)));
  const urlFor = (end: LabOutput) => urls[LAB_OUTPUT_NAMES.indexOf(end)];
  const subscription = (fits: (one: SubscriptionFacts) => boolean) =>
    must(foundIn(facts.topic)?.subscriptions.find(fits)).arn;
  const queue = (end: LabOutput) => {
    const { name, arn } = part(facts.queues[end]);
    return {
      name,
      arn,
      url: must(urlFor(end)),
      subscriptionArn: subscription(({ endpoint }) => endpoint === arn),
    };
  };
  const trigger = (end: LabOutput) => {
    const arn = part(facts.queues[end]).arn;
    return must(part(facts.functions[end]).triggers.find(({ sourceArn }) => sourceArn === arn)).id;
  };
  return {
    aws,
    account: facts.account,
    region: facts.region,
    zips,
    get topic() {
      return part(facts.topic);
    },
    queues: lazily(queue),
    get bucket() {
      return part(facts.bucket).name;
    },
    roles: {
      get custom() {
        return part(facts.roles.custom);
      },
      get lab() {
        return part(facts.roles.lab);
      },
    },
    functions: lazily((end) => part(facts.functions[end])),
    triggers: lazily(trigger),
    get emailSubscriptionArn() {
      return subscription(({ protocol }) => protocol === 'email');
    },
    get upload() {
      return must(part(facts.bucket).uploads[0]).key;
    },
  };
}

function lazily<T>(read: (end: LabOutput) => T): ForEachLabOutput<T> {
  return {
    get thumbnail() {
      return read('thumbnail');
    },
    get mobile() {
      return read('mobile');
    },
  };
}

async function urlOf({ sqs }: Aws, { queues }: Facts, end: LabOutput): Promise<string | undefined> {
  const name = foundIn(queues[end])?.name;
  return name && (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
}

function part<T>(seen: Seen<T>): T {
  return must(foundIn(seen));
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new NotBuilt('The lab does not have this part yet.');
  return value;
}
