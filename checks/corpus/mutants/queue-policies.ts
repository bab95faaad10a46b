/** Tasks 2.1 and 2.2: access policies that keep the topic's messages out. */
import {
  addQueueStatement,
  changeQueueStatement,
  queueStatements,
  setQueue,
  setQueuePolicy,
} from '../changes.ts';
import type { Mutant } from '../set-up.ts';

const LETS_NOT = /does not let resize-image-topic-2718 send messages/;

export const queuePolicyMutants: readonly Mutant[] = [
  {
    name: 'queue-policy-left-as-the-console-made-it',
    mistake: 'The queue was subscribed from the side of SNS, which leaves its access policy alone.',
    apply: (lab) => setQueuePolicy(lab, 'thumbnail', queueStatements(lab, 'thumbnail').slice(0, 1)),
    fails: ['2.1.policy'],
    hint: LETS_NOT,
  },
  {
    name: 'queue-without-a-policy',
    mistake: 'The queue was made by CLI, and has no access policy at all.',
    apply: (lab) => setQueue(lab, 'mobile', { Policy: '' }),
    fails: ['2.2.policy'],
    hint: LETS_NOT,
  },
  {
    name: 'queue-policy-of-another-topic',
    mistake: "The policy's condition names a topic with other digits.",
    apply: (lab) =>
      changeQueueStatement(lab, 'thumbnail', {
        Condition: { ArnLike: { 'aws:SourceArn': lab.topic.arn.replace('2718', '2781') } },
      }),
    fails: ['2.1.policy'],
    hint: /2781/,
  },
  {
    name: 'queue-policy-of-another-account',
    mistake: "The policy's condition names the topic in the account of a tutorial.",
    apply: (lab) =>
      changeQueueStatement(lab, 'mobile', {
        Condition: { ArnLike: { 'aws:SourceArn': lab.topic.arn.replace(lab.account, '123456789012') } },
      }),
    fails: ['2.2.policy'],
    hint: LETS_NOT,
  },
  {
    name: 'queue-policy-of-another-region',
    mistake: "The policy's condition names the topic in another region.",
    apply: (lab) =>
      changeQueueStatement(lab, 'mobile', {
        Condition: { ArnLike: { 'aws:SourceArn': lab.topic.arn.replace(lab.region, 'us-east-1') } },
      }),
    fails: ['2.2.policy'],
    hint: /us-east-1/,
  },
  {
    name: 'queue-policy-of-the-other-queue',
    mistake: "The first queue's policy was pasted into the second, and still names the first.",
    apply: (lab) => setQueuePolicy(lab, 'mobile', queueStatements(lab, 'thumbnail')),
    fails: ['2.2.policy'],
    hint: /for .*:thumbnail-queue only, not for .*:mobile-queue/,
  },
  {
    name: 'queue-policy-allows-receiving',
    mistake: 'The statement allows to receive messages, not to send them.',
    apply: (lab) => changeQueueStatement(lab, 'thumbnail', { Action: 'sqs:ReceiveMessage' }),
    fails: ['2.1.policy'],
    hint: /allows sqs:ReceiveMessage, not sqs:SendMessage/,
  },
  {
    name: 'queue-policy-allows-s3',
    mistake: 'The statement lets S3 send, though it is SNS that sends.',
    apply: (lab) => changeQueueStatement(lab, 'thumbnail', { Principal: { Service: 's3.amazonaws.com' } }),
    fails: ['2.1.policy'],
    hint: /for s3\.amazonaws\.com, not for sns\.amazonaws\.com/,
  },
  {
    name: 'queue-policy-allows-the-account-only',
    mistake: 'The statement lets principals of the account send, and SNS is none.',
    apply: (lab) =>
      changeQueueStatement(lab, 'mobile', { Principal: { AWS: `arn:aws:iam::${lab.account}:root` } }),
    fails: ['2.2.policy'],
    hint: /:root, not for sns\.amazonaws\.com/,
  },
  {
    name: 'queue-policy-denies-instead',
    mistake: 'The effect of the statement is Deny.',
    apply: (lab) => changeQueueStatement(lab, 'thumbnail', { Effect: 'Deny' }),
    fails: ['2.1.policy'],
    hint: /denies it/,
  },
  {
    name: 'queue-policy-with-a-second-deny',
    mistake: 'A later statement denies everyone what an earlier one allows.',
    apply: (lab) =>
      addQueueStatement(lab, 'mobile', {
        Sid: 'NobodyElse',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:Send*',
      }),
    fails: ['2.2.policy'],
    hint: /NobodyElse.* denies it/,
  },
  {
    name: 'queue-policy-allows-all-but-sending',
    mistake: 'The statement allows by NotAction all actions but the one that is needed.',
    apply: (lab) =>
      changeQueueStatement(lab, 'thumbnail', { Action: undefined, NotAction: 'sqs:SendMessage' }),
    fails: ['2.1.policy'],
    hint: LETS_NOT,
  },
  {
    name: 'queue-policy-with-a-wildcard-that-is-none',
    mistake: 'The topic is given with a * under StringEquals, which takes it literally.',
    apply: (lab) =>
      changeQueueStatement(lab, 'thumbnail', {
        Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:sns:*:*:resize-image-topic-*' } },
      }),
    fails: ['2.1.policy'],
    hint: /StringEquals/,
  },
  {
    name: 'queue-policy-denies-all-but-the-account',
    mistake: 'A statement with NotPrincipal denies everyone but the account, SNS among them.',
    apply: (lab) =>
      addQueueStatement(lab, 'thumbnail', {
        Sid: 'OnlyUs',
        Effect: 'Deny',
        NotPrincipal: { AWS: `arn:aws:iam::${lab.account}:root` },
        Action: 'sqs:*',
      }),
    fails: ['2.1.policy'],
    hint: /OnlyUs.* denies it/,
  },
  {
    name: 'queue-policy-denies-other-topics-and-names-a-wrong-one',
    mistake: 'A Deny with ArnNotEquals means to keep other topics out, and misspells this one.',
    apply: (lab) =>
      addQueueStatement(lab, 'mobile', {
        Sid: 'NoOtherTopics',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:SendMessage',
        Condition: { ArnNotEquals: { 'aws:SourceArn': lab.topic.arn.replace('image', 'images') } },
      }),
    fails: ['2.2.policy'],
    hint: /NoOtherTopics.* denies it/,
  },
  {
    name: 'queue-policy-from-one-address',
    mistake: 'The statement is limited to the IP address of the learner.',
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
