/** Tasks 2.1 and 2.2: access policies that do not let the topic send messages. */
import {
  addQueueStatement,
  changeQueueStatement,
  queueStatements,
  setQueue,
  setQueuePolicy,
} from '../changes.ts';
import type { Mutant } from '../set-up.ts';

const LETS_NOT = /resize-image-topic-2718 is not allowed to send messages/;

export const queuePolicyMutants: readonly Mutant[] = [
  {
    name: 'queue-policy-left-as-the-console-made-it',
    mistake:
      'The queue was subscribed in the SNS console, which does not change the access policy of the queue.',
    apply: (lab) => setQueuePolicy(lab, 'thumbnail', queueStatements(lab, 'thumbnail').slice(0, 1)),
    fails: ['2.1.policy'],
    hint: LETS_NOT,
  },
  {
    name: 'queue-without-a-policy',
    mistake: 'The queue was created with the CLI, and has no access policy.',
    apply: (lab) => setQueue(lab, 'mobile', { Policy: '' }),
    fails: ['2.2.policy'],
    hint: LETS_NOT,
  },
  {
    name: 'queue-policy-of-another-topic',
    mistake: 'The condition of the policy names a topic with other digits.',
    apply: (lab) =>
      changeQueueStatement(lab, 'thumbnail', {
        Condition: { ArnLike: { 'aws:SourceArn': lab.topic.arn.replace('2718', '2781') } },
      }),
    fails: ['2.1.policy'],
    hint: /2781/,
  },
  {
    name: 'queue-policy-of-another-account',
    mistake: 'The condition of the policy names a topic in the account of a tutorial.',
    apply: (lab) =>
      changeQueueStatement(lab, 'mobile', {
        Condition: { ArnLike: { 'aws:SourceArn': lab.topic.arn.replace(lab.account, '123456789012') } },
      }),
    fails: ['2.2.policy'],
    hint: LETS_NOT,
  },
  {
    name: 'queue-policy-of-another-region',
    mistake: 'The condition of the policy names the topic in another region.',
    apply: (lab) =>
      changeQueueStatement(lab, 'mobile', {
        Condition: { ArnLike: { 'aws:SourceArn': lab.topic.arn.replace(lab.region, 'us-east-1') } },
      }),
    fails: ['2.2.policy'],
    hint: /us-east-1/,
  },
  {
    name: 'queue-policy-of-the-other-queue',
    mistake: 'The policy of the first queue was pasted into the second. It still names the first queue.',
    apply: (lab) => setQueuePolicy(lab, 'mobile', queueStatements(lab, 'thumbnail')),
    fails: ['2.2.policy'],
    hint: /covers .*:thumbnail-queue, not .*:mobile-queue/,
  },
  {
    name: 'queue-policy-allows-receiving',
    mistake: 'The statement allows sqs:ReceiveMessage, not sqs:SendMessage.',
    apply: (lab) => changeQueueStatement(lab, 'thumbnail', { Action: 'sqs:ReceiveMessage' }),
    fails: ['2.1.policy'],
    hint: /allows sqs:ReceiveMessage, not sqs:SendMessage/,
  },
  {
    name: 'queue-policy-allows-s3',
    mistake: 'The statement allows S3 to send, but SNS sends the messages.',
    apply: (lab) => changeQueueStatement(lab, 'thumbnail', { Principal: { Service: 's3.amazonaws.com' } }),
    fails: ['2.1.policy'],
    hint: /names s3\.amazonaws\.com as its principal, not sns\.amazonaws\.com/,
  },
  {
    name: 'queue-policy-allows-the-account-only',
    mistake: 'The statement allows principals of the account to send, but SNS is not one of them.',
    apply: (lab) =>
      changeQueueStatement(lab, 'mobile', { Principal: { AWS: `arn:aws:iam::${lab.account}:root` } }),
    fails: ['2.2.policy'],
    hint: /:root as its principal, not sns\.amazonaws\.com/,
  },
  {
    name: 'queue-policy-denies-instead',
    mistake: 'The effect of the statement is Deny.',
    apply: (lab) => changeQueueStatement(lab, 'thumbnail', { Effect: 'Deny' }),
    fails: ['2.1.policy'],
    hint: /denies sqs:SendMessage/,
  },
  {
    name: 'queue-policy-with-a-second-deny',
    mistake: 'A second statement denies everyone what the first one allows.',
    apply: (lab) =>
      addQueueStatement(lab, 'mobile', {
        Sid: 'NobodyElse',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:Send*',
      }),
    fails: ['2.2.policy'],
    hint: /NobodyElse.* denies sqs:SendMessage/,
  },
  {
    name: 'queue-policy-allows-all-but-sending',
    mistake: 'With NotAction, the statement allows every action except the one that is needed.',
    apply: (lab) =>
      changeQueueStatement(lab, 'thumbnail', { Action: undefined, NotAction: 'sqs:SendMessage' }),
    fails: ['2.1.policy'],
    hint: LETS_NOT,
  },
  {
    name: 'queue-policy-with-a-wildcard-that-is-none',
    mistake: 'The ARN of the topic contains a *, which StringEquals does not treat as a wildcard.',
    apply: (lab) =>
      changeQueueStatement(lab, 'thumbnail', {
        Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:sns:*:*:resize-image-topic-*' } },
      }),
    fails: ['2.1.policy'],
    hint: /StringEquals/,
  },
  {
    name: 'queue-policy-denies-all-but-the-account',
    mistake: 'A Deny with NotPrincipal denies everyone except the account, so it also denies SNS.',
    apply: (lab) =>
      addQueueStatement(lab, 'thumbnail', {
        Sid: 'OnlyUs',
        Effect: 'Deny',
        NotPrincipal: { AWS: `arn:aws:iam::${lab.account}:root` },
        Action: 'sqs:*',
      }),
    fails: ['2.1.policy'],
    hint: /OnlyUs.* denies sqs:SendMessage/,
  },
  {
    name: 'queue-policy-denies-other-topics-and-names-a-wrong-one',
    mistake: 'A Deny with ArnNotEquals should deny other topics, but it misspells this one.',
    apply: (lab) =>
      addQueueStatement(lab, 'mobile', {
        Sid: 'NoOtherTopics',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:SendMessage',
        Condition: { ArnNotEquals: { 'aws:SourceArn': lab.topic.arn.replace('image', 'images') } },
      }),
    fails: ['2.2.policy'],
    hint: /NoOtherTopics.* denies sqs:SendMessage/,
  },
  {
    name: 'queue-policy-from-one-address',
    mistake: 'The statement allows only the IP address of the learner.',
    apply: (lab) =>
      changeQueueStatement(lab, 'mobile', {
        Condition: {
          ArnLike: { 'aws:SourceArn': lab.topic.arn },
          IpAddress: { 'aws:SourceIp': '198.51.100.7/32' },
        },
      }),
    fails: ['2.2.policy'],
    hint: /SourceIp/i,
  },
];
