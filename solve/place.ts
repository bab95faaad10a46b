import type { Facts } from '../account/facts.ts';
import { foundIn } from '../account/seen.ts';
import { type ForEachLabOutput, mapLabOutputs } from '../lab/output-names.ts';
import type { BuiltFunction } from './labs/functions.ts';
import { queueArn } from './labs/messaging.ts';
import { LAB_NAMES } from './labs/names.ts';

/** The learner's resources: those that exist, and the names of those that are still missing. */
export interface Place {
  account: string;
  region: string;
  topic: { name: string; arn: string };
  queues: ForEachLabOutput<{ name: string; arn: string; url: string }>;
  bucket: string;
  roles: Readonly<Record<'custom' | 'lab', { name: string; arn: string }>>;
  functions: ForEachLabOutput<BuiltFunction>;
}

/**
 * Names the resources of a solution. The learner's own names are kept.
 * @param endpoint a custom endpoint, or undefined for AWS.
 */
export function placeOf(facts: Facts, endpoint: string | undefined): Place {
  const { account, region } = facts;
  const arnOf = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const found = foundIn(facts.topic);
  // The type of a topic cannot be changed.
  const topicName = found === undefined || found.fifo ? LAB_NAMES.topic : found.name;
  const topic = { name: topicName, arn: arnOf('sns', topicName) };
  const host = endpoint ?? `https://sqs.${region}.amazonaws.com`;
  return {
    ...{ account, region, topic },
    queues: mapLabOutputs((end) => {
      const name = LAB_NAMES.queues[end];
      return { name, arn: queueArn(topic.arn, name), url: `${host}/${account}/${name}` };
    }),
    bucket: foundIn(facts.bucket)?.name ?? `my-pictures-${account}`,
    roles: { custom: role(LAB_NAMES.roles.custom), lab: role(LAB_NAMES.roles.lab) },
    functions: mapLabOutputs((end) => {
      const name = LAB_NAMES.functions[end];
      return { name, arn: arnOf('lambda', `function:${name}`) };
    }),
  };

  function role(name: string) {
    return { name, arn: `arn:aws:iam::${account}:role/${name}` };
  }
}
