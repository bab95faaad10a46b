/** Task 3.1. */
import {
  addTopicStatement,
  changeTopicStatement,
  setTopic,
  setTopicPolicy,
  topicStatements,
} from '../changes.ts';
import { consoleTopicPolicy } from '../lab/policies.ts';
import type { Mutant } from '../set-up.ts';

const LETS_NOT = /does not let S3 publish/;

export const topicPolicyMutants: readonly Mutant[] = [
  {
    name: 'topic-policy-left-as-the-console-made-it',
    mistake: "The topic's access policy was never replaced.",
    apply: (lab) => setTopicPolicy(lab, consoleTopicPolicy(lab.topic.arn).Statement),
    fails: ['3.1.publish'],
    hint: /the one that it was made with, and says nothing of S3/,
  },
  {
    name: 'topic-policy-with-the-placeholder-left',
    mistake: 'SNS_TOPIC_OWNER was not replaced by the account.',
    apply: (lab) => setTopicPolicy(lab, topicStatements(lab, 'SNS_TOPIC_OWNER')),
    fails: ['3.1.publish'],
    hint: /SNS_TOPIC_OWNER/,
  },
  {
    name: 'topic-policy-of-another-account',
    mistake: 'The condition names the account of a tutorial.',
    apply: (lab) => setTopicPolicy(lab, topicStatements(lab, '123456789012')),
    fails: ['3.1.publish'],
    hint: /SourceAccount/,
  },
  {
    name: 'topic-policy-of-another-topic',
    mistake: "The statement's resource is a topic with other digits.",
    apply: (lab) => changeTopicStatement(lab, { Resource: lab.topic.arn.replace('2718', '2781') }),
    fails: ['3.1.publish'],
    hint: /for .*2781 only/,
  },
  {
    name: 'topic-policy-allows-subscribing',
    mistake: 'The statement lets S3 subscribe, not publish.',
    apply: (lab) => changeTopicStatement(lab, { Action: 'SNS:Subscribe' }),
    fails: ['3.1.publish'],
    hint: /allows SNS:Subscribe, not sns:Publish/i,
  },
  {
    name: 'topic-policy-allows-all-but-publishing',
    mistake: 'The statement allows by NotAction all actions but the one that is needed.',
    apply: (lab) => changeTopicStatement(lab, { Action: undefined, NotAction: 'sns:Publish' }),
    fails: ['3.1.publish'],
    hint: LETS_NOT,
  },
  {
    name: 'topic-policy-allows-another-service',
    mistake: 'The statement lets EventBridge publish, not S3.',
    apply: (lab) => changeTopicStatement(lab, { Principal: { Service: 'events.amazonaws.com' } }),
    fails: ['3.1.publish'],
    hint: /events\.amazonaws\.com, not for s3\.amazonaws\.com/,
  },
  {
    name: 'topic-policy-of-another-bucket',
    mistake: 'The condition names a bucket that was made first and then given up.',
    apply: (lab) =>
      changeTopicStatement(lab, {
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::my-first-bucket' } },
      }),
    fails: ['3.1.publish'],
    hint: /my-first-bucket|SourceArn/,
  },
  {
    name: 'topic-policy-with-a-wildcard-that-is-none',
    mistake: "AWS's own example of a bucket's ARN with stars, under StringEquals in place of ArnLike.",
    apply: (lab) =>
      changeTopicStatement(lab, {
        Condition: { StringEquals: { 'aws:SourceArn': `arn:aws:s3:*:*:${lab.bucket}` } },
      }),
    fails: ['3.1.publish'],
    hint: /StringEquals/,
  },
  {
    name: 'topic-policy-by-source-owner',
    mistake: "The condition key is AWS:SourceOwner as in the console's policy, which S3 does not send.",
    apply: (lab) =>
      changeTopicStatement(lab, { Condition: { StringEquals: { 'AWS:SourceOwner': lab.account } } }),
    fails: ['3.1.publish'],
    hint: /SourceOwner/,
  },
  {
    name: 'topic-policy-by-principal-account',
    mistake: 'The condition key is aws:PrincipalAccount, and a service has none.',
    apply: (lab) =>
      changeTopicStatement(lab, { Condition: { StringEquals: { 'aws:PrincipalAccount': lab.account } } }),
    fails: ['3.1.publish'],
    hint: /PrincipalAccount/,
  },
  {
    name: 'topic-policy-denies-instead',
    mistake: 'The effect of the statement for S3 is Deny.',
    apply: (lab) => changeTopicStatement(lab, { Effect: 'Deny' }),
    fails: ['3.1.publish'],
    hint: /denies it/,
  },
  {
    name: 'topic-policy-with-a-second-deny',
    mistake: 'A third statement denies services what the second allows S3.',
    apply: (lab) =>
      addTopicStatement(lab, {
        Sid: 'NoServices',
        Effect: 'Deny',
        Principal: { Service: ['s3.amazonaws.com', 'events.amazonaws.com'] },
        Action: ['sns:Publish'],
      }),
    fails: ['3.1.publish'],
    hint: /NoServices.* denies it/,
  },
  {
    name: 'topic-policy-denies-what-is-not-of-another-account',
    mistake: 'A Deny with StringNotEquals means to keep strangers out, and names a wrong account.',
    apply: (lab) =>
      addTopicStatement(lab, {
        Sid: 'NoStrangers',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Condition: {
          StringNotEquals: { 'aws:SourceAccount': '123456789012' },
          Null: { 'aws:SourceAccount': 'false' },
        },
      }),
    fails: ['3.1.publish'],
    hint: /NoStrangers.* denies it/,
  },
  {
    name: 'topic-encrypted-with-the-key-of-sns',
    mistake: "The topic is encrypted with AWS's own key for SNS, which S3 may not use.",
    apply: (lab) => setTopic(lab, 'KmsMasterKeyId', 'alias/aws/sns'),
    fails: ['3.1.publish'],
    hint: /encrypted with AWS's own key for SNS/,
  },
  {
    name: 'topic-open-to-everyone',
    mistake: 'The policy lets everyone publish, with no condition.',
    apply: (lab) => addTopicStatement(lab, { Effect: 'Allow', Principal: '*', Action: 'sns:Publish' }),
    fails: ['3.1.closed'],
    hint: /everyone in the world.*sns:Publish/i,
  },
  {
    name: 'topic-that-everyone-may-subscribe-to',
    mistake: 'The console\'s choice "Everyone" for who may subscribe.',
    apply: (lab) =>
      addTopicStatement(lab, { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'SNS:Subscribe' }),
    fails: ['3.1.closed'],
    hint: /sns:Subscribe/i,
  },
  {
    name: 'topic-with-a-condition-that-strangers-meet',
    mistake: 'The condition is StringEqualsIfExists, which whoever sends no such key meets.',
    apply: (lab) =>
      changeTopicStatement(lab, {
        Principal: { AWS: '*' },
        Condition: { StringEqualsIfExists: { 'AWS:SourceAccount': lab.account } },
      }),
    fails: ['3.1.closed'],
    hint: /everyone in the world/,
  },
  {
    name: 'topic-closed-to-one-account-only',
    mistake: 'The condition is StringNotEquals: all but one account may publish.',
    apply: (lab) =>
      changeTopicStatement(lab, {
        Principal: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': '123456789012' } },
      }),
    fails: ['3.1.closed'],
    hint: /everyone in the world/,
  },
];
