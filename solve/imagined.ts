import type { Call } from './cli-command.ts';
import type { Place } from './place.ts';

/** Answers a call as AWS would, for `--show`, which sends none. */
export function imaginedAnswer({ command, input }: Call, place: Place): object {
  const { account, region } = place;
  const arn = (service: string, name: unknown) => `arn:aws:${service}:${region}:${account}:${name}`;
  switch (command) {
    case 'CreateTopicCommand':
      return { TopicArn: arn('sns', input.Name) };
    case 'CreateQueueCommand':
      return { QueueUrl: Object.values(place.queues).find(({ name }) => name === input.QueueName)?.url };
    case 'SubscribeCommand':
      return { SubscriptionArn: `${input.TopicArn}:00000000-0000-0000-0000-000000000000` };
    case 'CreateRoleCommand':
      return { Role: { Arn: `arn:aws:iam::${account}:role/${input.RoleName}` } };
    case 'CreateFunctionCommand':
      return { FunctionArn: arn('lambda', `function:${input.FunctionName}`) };
    case 'CreateEventSourceMappingCommand':
      return { UUID: '00000000-0000-0000-0000-000000000000' };
    default:
      return {};
  }
}
