import { it } from 'node:test';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  type Compared,
  compare,
  REQUEST_KEYS,
  requestContext,
} from '../../test/policies/compare-decisions.ts';
import { embeddedRequesters } from '../../test/policies/embedded-requesters.ts';
import type { World } from '../../test/policies/random-policies.ts';
import {
  createSession,
  createUser,
  goesThrough,
  isLetThrough,
  OTHER,
  OWNER,
  REGION,
  rootOf,
} from '../../test/policies/requesters.ts';
import { evaluatePolicy } from './evaluate.ts';

const { emulator, optionsOf } = embeddedRequesters('test-policies-queue');

it('the embedded AWS decides in the same way of identities and a queue', async () => {
  const requesters = [
    rootOf(OWNER),
    rootOf(OTHER),
    await createUser(emulator().endpoint, OWNER, 'poor', 'nothing'),
    await createUser(emulator().endpoint, OWNER, 'rich', 'everything'),
    await createUser(emulator().endpoint, OTHER, 'poor', 'nothing'),
    await createUser(emulator().endpoint, OTHER, 'rich', 'everything'),
    await createSession(emulator().endpoint, OWNER, 'poor-role', 'nothing'),
    await createSession(emulator().endpoint, OTHER, 'rich-role', 'everything'),
  ];
  const asking = requesters.map((requester) => ({ requester, sqs: new SQSClient(optionsOf(requester)) }));
  const arns = requesters.map(({ principal }) => principal.arn);
  const roles = [`arn:aws:iam::${OWNER}:role/poor-role`, `arn:aws:iam::${OTHER}:role/rich-role`];
  const queueArn = `arn:aws:sqs:${REGION}:${OWNER}:queue`;
  const world: World = {
    principals: [...arns, ...roles, OWNER, OTHER, OTHER, `arn:aws:iam::${OTHER}:role/other`],
    services: ['sns.amazonaws.com', 's3.amazonaws.com'],
    actions: ['sqs:SendMessage', 'SQS:ReceiveMessage', 'sqs:GetQueueAttributes', 'sqs:DeleteQueue'],
    resources: [queueArn, queueArn, '*', `arn:aws:sqs:${REGION}:${OTHER}:queue`],
    keys: {
      ...REQUEST_KEYS,
      'aws:PrincipalArn': { kind: 'arn', values: [...arns, ...roles] },
      'aws:PrincipalAccount': { kind: 'string', values: [OWNER, OTHER] },
      'aws:ResourceAccount': { kind: 'string', values: [OWNER, OTHER] },
      'aws:RequestedRegion': { kind: 'string', values: [REGION, 'us-east-1'] },
      'aws:SourceArn': { kind: 'arn', values: [`arn:aws:sns:${REGION}:${OWNER}:topic`] },
    },
  };
  let count = 0;

  await compare(world, async (random) => {
    count += 1;
    const QueueName = `queue${count}`;
    const Policy = JSON.stringify(random).replaceAll(':queue', `:${QueueName}`);
    // A new one each time: a policy can deny its own replacement.
    const { QueueUrl } = await new SQSClient(optionsOf(rootOf(OWNER))).send(
      new CreateQueueCommand({ QueueName, Attributes: { Policy } }),
    );
    const policy: object = JSON.parse(Policy);
    const calls = (sqs: SQSClient) =>
      [
        ['sqs:SendMessage', () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))],
        ['sqs:ReceiveMessage', () => sqs.send(new ReceiveMessageCommand({ QueueUrl }))],
        ['sqs:GetQueueAttributes', () => sqs.send(new GetQueueAttributesCommand({ QueueUrl }))],
      ] as const;
    const all = asking.flatMap(({ requester, sqs }) =>
      calls(sqs).map(async ([action, call]): Promise<Compared> => {
        const { principal } = requester;
        const context = {
          ...requestContext(),
          'aws:PrincipalArn': principal.arn,
          'aws:PrincipalAccount': principal.account,
          'aws:ResourceAccount': OWNER,
          'aws:RequestedRegion': REGION,
        };
        const resource = `arn:aws:sqs:${REGION}:${OWNER}:${QueueName}`;
        const request = { principal, action, resource, context };
        const decision = evaluatePolicy(policy, request);
        const ours = goesThrough(requester, policy, request);
        return { request, embedded: await isLetThrough(call()), ours, decision };
      }),
    );
    return Promise.all(all);
  });
});
