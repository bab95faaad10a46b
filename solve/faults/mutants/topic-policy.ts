/** Task 3.1. */

import { consoleTopicPolicy } from '../../labs/policies.ts';
import {
  addTopicStatement,
  changeTopicStatement,
  setTopic,
  setTopicPolicy,
  topicStatements,
} from '../changes.ts';
import type { Mutant } from '../set-up.ts';

const LETS_NOT = /S3 is not allowed to publish/;

export const topicPolicyMutants: readonly Mutant[] = [
  {
    name: 'topic-policy-left-as-the-console-made-it',
    mistake: 'The topic still has its default access policy.',
    apply: (lab) => setTopicPolicy(lab, consoleTopicPolicy(lab.topic.arn).Statement),
    fails: ['3.1.publish'],
    hint: /still the default, which does not let S3 publish/,
  },
  {
    name: 'topic-policy-with-the-placeholder-left',
    mistake: 'The placeholder SNS_TOPIC_OWNER was not replaced with the account id.',
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
    mistake: 'The resource of the statement is a topic with other digits.',
    apply: (lab) => changeTopicStatement(lab, { Resource: lab.topic.arn.replace('2718', '2781') }),
    fails: ['3.1.publish'],
    hint: /covers .*2781, not /,
  },
  {
    name: 'topic-policy-allows-subscribing',
    mistake: 'The statement allows S3 sns:Subscribe, not sns:Publish.',
    apply: (lab) => changeTopicStatement(lab, { Action: 'SNS:Subscribe' }),
    fails: ['3.1.publish'],
    hint: /allows SNS:Subscribe, not sns:Publish/i,
  },
  {
    name: 'topic-policy-allows-all-but-publishing',
    mistake: 'With NotAction, the statement allows every action except the one that is needed.',
    apply: (lab) => changeTopicStatement(lab, { Action: undefined, NotAction: 'sns:Publish' }),
    fails: ['3.1.publish'],
    hint: LETS_NOT,
  },
  {
    name: 'topic-policy-allows-another-service',
    mistake: 'The statement allows EventBridge to publish, not S3.',
    apply: (lab) => changeTopicStatement(lab, { Principal: { Service: 'events.amazonaws.com' } }),
    fails: ['3.1.publish'],
    hint: /events\.amazonaws\.com as its principal, not s3\.amazonaws\.com/,
  },
  {
    name: 'topic-policy-of-another-bucket',
    mistake: 'The condition names an earlier bucket that is no longer used.',
    apply: (lab) =>
      changeTopicStatement(lab, {
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::my-first-bucket' } },
      }),
    fails: ['3.1.publish'],
    hint: /my-first-bucket|SourceArn/,
  },
  {
    name: 'topic-policy-with-a-wildcard-that-is-none',
    mistake:
      'The ARN of the bucket contains wildcards, as in an example of AWS, but the operator is StringEquals instead of ArnLike.',
    apply: (lab) =>
      changeTopicStatement(lab, {
        Condition: { StringEquals: { 'aws:SourceArn': `arn:aws:s3:*:*:${lab.bucket}` } },
      }),
    fails: ['3.1.publish'],
    hint: /StringEquals/,
  },
  {
    name: 'topic-policy-by-source-owner',
    mistake: 'The condition key is AWS:SourceOwner, as in the default policy. S3 does not send this key.',
    apply: (lab) =>
      changeTopicStatement(lab, { Condition: { StringEquals: { 'AWS:SourceOwner': lab.account } } }),
    fails: ['3.1.publish'],
    hint: /SourceOwner/,
  },
  {
    name: 'topic-policy-by-principal-account',
    mistake: 'The condition key is aws:PrincipalAccount, which AWS services do not send.',
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
    hint: /denies sns:Publish/,
  },
  {
    name: 'topic-policy-with-a-second-deny',
    mistake: 'A third statement denies AWS services what the second one allows S3.',
    apply: (lab) =>
      addTopicStatement(lab, {
        Sid: 'NoServices',
        Effect: 'Deny',
        Principal: { Service: ['s3.amazonaws.com', 'events.amazonaws.com'] },
        Action: ['sns:Publish'],
      }),
    fails: ['3.1.publish'],
    hint: /NoServices.* denies sns:Publish/,
  },
  {
    name: 'topic-policy-denies-what-is-not-of-another-account',
    mistake: 'A Deny with StringNotEquals should deny other accounts, but it names a wrong account.',
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
    hint: /NoStrangers.* denies sns:Publish/,
  },
  {
    name: 'topic-encrypted-with-the-key-of-sns',
    mistake: 'The topic is encrypted with alias/aws/sns, a key that S3 is not allowed to use.',
    apply: (lab) => setTopic(lab, 'KmsMasterKeyId', 'alias/aws/sns'),
    fails: ['3.1.publish'],
    hint: /encrypted with alias\/aws\/sns/,
  },
  {
    name: 'topic-open-to-everyone',
    mistake: 'The policy allows everyone to publish, without any condition.',
    apply: (lab) => addTopicStatement(lab, { Effect: 'Allow', Principal: '*', Action: 'sns:Publish' }),
    fails: ['3.1.closed'],
    hint: /Anyone in the world.*sns:Publish/i,
  },
  {
    name: 'topic-that-everyone-may-subscribe-to',
    mistake: 'In the console, "Everyone" was selected for who can subscribe.',
    apply: (lab) =>
      addTopicStatement(lab, { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'SNS:Subscribe' }),
    fails: ['3.1.closed'],
    hint: /sns:Subscribe/i,
  },
  {
    name: 'topic-with-a-condition-that-strangers-meet',
    mistake: 'The condition uses StringEqualsIfExists, so every request without the key meets it.',
    apply: (lab) =>
      changeTopicStatement(lab, {
        Principal: { AWS: '*' },
        Condition: { StringEqualsIfExists: { 'AWS:SourceAccount': lab.account } },
      }),
    fails: ['3.1.closed'],
    hint: /Anyone in the world/,
  },
  {
    name: 'topic-closed-to-one-account-only',
    mistake: 'The condition uses StringNotEquals, so every account except one is allowed to publish.',
    apply: (lab) =>
      changeTopicStatement(lab, {
        Principal: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': '123456789012' } },
      }),
    fails: ['3.1.closed'],
    hint: /Anyone in the world/,
  },
];
