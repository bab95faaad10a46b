import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DeleteFunctionConcurrencyCommand,
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteBucketPolicyCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../../aws/clients.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import type { BuiltLab } from '../../solve/labs/hand-built-lab.ts';

/** One setting that a fault can change, as text, and how to read and write it. An absent setting is null. */
interface Setting {
  id: string;
  read(): Promise<string | null>;
  write(value: string | null): Promise<unknown>;
}

/** What the settings were, by their ids. */
export type SavedSettings = Readonly<Record<string, string | null>>;

/** Reads every setting that a switchable fault can change. */
export async function readSettings(lab: BuiltLab): Promise<SavedSettings> {
  const settings = await listSettings(lab);
  const values = await Promise.all(settings.map(async ({ id, read }) => [id, await read()] as const));
  return Object.fromEntries(values);
}

/** Puts back each setting that is different now. A setting that did not exist then is removed. */
export async function restoreSettings(lab: BuiltLab, saved: SavedSettings): Promise<void> {
  for (const { id, read, write } of await listSettings(lab, Object.keys(saved))) {
    const before = saved[id] ?? null;
    if ((await read()) !== before) await write(before);
  }
}

async function listSettings(lab: BuiltLab, ids: readonly string[] = []): Promise<Setting[]> {
  const { aws, topic, bucket } = lab;
  const ends = ['thumbnail', 'mobile'] as const;
  return [
    topicPolicy(aws, topic.arn),
    notification(aws, bucket),
    bucketPolicy(aws, bucket),
    ...ends.flatMap((end) => {
      const { url, subscriptionArn } = lab.queues[end];
      const { name } = lab.functions[end];
      return [
        queueAttribute(aws, url, 'Policy', ''),
        queueAttribute(aws, url, 'DelaySeconds', '0'),
        ...['FilterPolicy', 'FilterPolicyScope'].map((one) =>
          subscriptionAttribute(aws, subscriptionArn, one),
        ),
        triggerState(aws, lab.triggers[end]),
        handler(aws, name),
        concurrency(aws, name),
      ];
    }),
    ...(await rolePolicies(aws, lab.roles.lab.name, ids)),
  ];
}

function topicPolicy({ sns }: Aws, TopicArn: string): Setting {
  return {
    id: 'topic policy',
    read: async () =>
      (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.Policy ?? null,
    write: (value) =>
      sns.send(
        new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: value ?? '' }),
      ),
  };
}

function notification({ s3 }: Aws, Bucket: string): Setting {
  return {
    id: 'notification',
    async read() {
      const { $metadata: _, ...configuration } = await s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket }),
      );
      return JSON.stringify(configuration);
    },
    write(value) {
      // read() wrote it.
      const configuration = JSON.parse(value ?? '{}') as NotificationConfiguration;
      const command = { Bucket, NotificationConfiguration: configuration };
      return s3.send(new PutBucketNotificationConfigurationCommand(command));
    },
  };
}

function bucketPolicy({ s3 }: Aws, Bucket: string): Setting {
  return {
    id: 'bucket policy',
    read: async () => (await unlessMissing(s3.send(new GetBucketPolicyCommand({ Bucket }))))?.Policy ?? null,
    write: (value) =>
      value === null
        ? s3.send(new DeleteBucketPolicyCommand({ Bucket }))
        : s3.send(new PutBucketPolicyCommand({ Bucket, Policy: value })),
  };
}

function queueAttribute(
  { sqs }: Aws,
  QueueUrl: string,
  name: 'Policy' | 'DelaySeconds',
  absent: string,
): Setting {
  return {
    id: `${name} of ${QueueUrl}`,
    async read() {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] });
      return (await sqs.send(command)).Attributes?.[name] ?? null;
    },
    write: (value) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { [name]: value ?? absent } })),
  };
}

function subscriptionAttribute({ sns }: Aws, SubscriptionArn: string, AttributeName: string): Setting {
  return {
    id: `${AttributeName} of ${SubscriptionArn}`,
    async read() {
      const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      return Attributes?.[AttributeName] || null;
    },
    write: (value) =>
      sns.send(
        new SetSubscriptionAttributesCommand({
          ...{ SubscriptionArn, AttributeName },
          AttributeValue: value ?? (AttributeName === 'FilterPolicyScope' ? 'MessageAttributes' : '{}'),
        }),
      ),
  };
}

function triggerState({ lambda }: Aws, UUID: string): Setting {
  return {
    id: `trigger ${UUID}`,
    async read() {
      const { State = '' } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
      return /^Disabl/.test(State) ? 'disabled' : 'enabled';
    },
    write: (value) =>
      lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: value !== 'disabled' })),
  };
}

function handler({ lambda }: Aws, FunctionName: string): Setting {
  return {
    id: `handler of ${FunctionName}`,
    read: async () =>
      (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).Handler ?? null,
    write: (value) =>
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Handler: value ?? '' })),
  };
}

function concurrency({ lambda }: Aws, FunctionName: string): Setting {
  return {
    id: `concurrency of ${FunctionName}`,
    async read() {
      const answer = await unlessMissing(lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })));
      const reserved = answer?.ReservedConcurrentExecutions;
      return reserved === undefined ? null : String(reserved);
    },
    write: (value) =>
      value === null
        ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
        : lambda.send(
            new PutFunctionConcurrencyCommand({
              ...{ FunctionName, ReservedConcurrentExecutions: Number(value) },
            }),
          ),
  };
}

const ROLE_POLICY = 'inline policy ';

/** @param ids those that existed earlier too. */
async function rolePolicies({ iam }: Aws, RoleName: string, ids: readonly string[]): Promise<Setting[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const earlier = ids.filter((id) => id.startsWith(ROLE_POLICY)).map((id) => id.slice(ROLE_POLICY.length));
  return [...new Set([...PolicyNames, ...earlier])].map((PolicyName) => ({
    id: `${ROLE_POLICY}${PolicyName}`,
    async read() {
      const command = new GetRolePolicyCommand({ RoleName, PolicyName });
      const document = (await unlessMissing(iam.send(command)))?.PolicyDocument;
      return document === undefined ? null : decodeURIComponent(document);
    },
    write: (value) =>
      value === null
        ? iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }))
        : iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: value })),
  }));
}
