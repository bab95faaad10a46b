import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ACCOUNT,
  CONSOLE_QUEUE_POLICY,
  CONSOLE_TOPIC_POLICY,
  CONSOLE_TRUST_POLICY,
  LAB_TOPIC_POLICY,
  QUEUE,
  TOPIC,
} from '../../test/policies/policies.ts';
import { evaluatePolicy, type PolicyRequest } from './evaluate.ts';

const STRANGER = '999988887777';
const BUCKET = 'arn:aws:s3:::pictures';

const s3 = (account: string): PolicyRequest => ({
  principal: { kind: 'service', service: 's3.amazonaws.com' },
  action: 'sns:Publish',
  resource: TOPIC,
  context: { 'aws:SourceAccount': account, 'aws:SourceArn': BUCKET },
});

const identity = (account: string, action: string, resource: string, context = {}): PolicyRequest => ({
  principal: { kind: 'identity', account, arn: `arn:aws:iam::${account}:user/somebody` },
  action,
  resource,
  context: { 'aws:PrincipalAccount': account, ...context },
});

const anonymous = (action: string, resource: string): PolicyRequest => ({
  principal: { kind: 'anonymous' },
  action,
  resource,
  context: { 'aws:SourceIp': '203.0.113.7' },
});

const sns = (topic: string): PolicyRequest => ({
  principal: { kind: 'service', service: 'sns.amazonaws.com' },
  action: 'sqs:SendMessage',
  resource: QUEUE,
  context: { 'aws:SourceArn': topic },
});

const isImplicit = (policy: unknown, request: PolicyRequest, nearest: RegExp) => {
  const decision = evaluatePolicy(policy, request);
  assert.equal(decision.decision, 'implicit-deny', JSON.stringify(decision));
  assert.match('nearest' in decision ? (decision.nearest ?? '') : '', nearest);
};

describe("the lab's policy of the topic (task 3.1)", () => {
  it('lets S3 publish for this account', () => {
    // The first statement is for everyone, services too, whom AWS says to act for this account.
    const decision = evaluatePolicy(LAB_TOPIC_POLICY, s3(ACCOUNT));
    assert.deepEqual(decision, { decision: 'allow', statement: '__default_statement_ID' });
    const [, second] = LAB_TOPIC_POLICY.Statement;
    const alone = evaluatePolicy({ ...LAB_TOPIC_POLICY, Statement: second }, s3(ACCOUNT));
    assert.deepEqual(alone, { decision: 'allow', statement: 'statement 1' });
  });

  it('does not let S3 publish for another account', () => {
    isImplicit(
      LAB_TOPIC_POLICY,
      s3(STRANGER),
      /^Statement 2 allows sns:Publish only when aws:SourceAccount is 111111111111, but S3 sends 999988887777\.$/,
    );
  });

  for (const action of ['sns:Publish', 'sns:Subscribe', 'sns:DeleteTopic']) {
    it(`does not let strangers ${action}`, () => {
      isImplicit(LAB_TOPIC_POLICY, identity(STRANGER, action, TOPIC), /sends no aws:SourceAccount/);
      isImplicit(LAB_TOPIC_POLICY, anonymous(action, TOPIC), /sends no aws:SourceAccount/);
    });
  }

  it('says nothing of identities of this account, whom their own policies allow', () => {
    isImplicit(LAB_TOPIC_POLICY, identity(ACCOUNT, 'sns:Publish', TOPIC), /sends no aws:SourceAccount/);
  });
});

describe('the policy that the console gives a topic', () => {
  it('is for the owner: by SourceOwner, a key that SNS still knows', () => {
    const owner = identity(ACCOUNT, 'sns:Publish', TOPIC, { 'aws:SourceOwner': ACCOUNT });
    assert.equal(evaluatePolicy(CONSOLE_TOPIC_POLICY, owner).decision, 'allow');
    const stranger = identity(STRANGER, 'sns:Publish', TOPIC, { 'aws:SourceOwner': STRANGER });
    isImplicit(
      CONSOLE_TOPIC_POLICY,
      stranger,
      /aws:SourceOwner is 111111111111, but the caller sends 999988887777\.$/,
    );
  });

  it('does not speak of S3', () => {
    isImplicit(CONSOLE_TOPIC_POLICY, s3(ACCOUNT), /but S3 sends no aws:SourceOwner\.$/);
  });
});

describe('the policy that the console gives a subscribed queue', () => {
  it('lets the topic send', () => {
    const { decision } = evaluatePolicy(CONSOLE_QUEUE_POLICY, sns(TOPIC));
    assert.equal(decision, 'allow');
  });

  it('does not let another topic send', () => {
    isImplicit(
      CONSOLE_QUEUE_POLICY,
      sns(`${TOPIC}5`),
      /^Statement topic-subscription-\S+ allows sqs:SendMessage only when aws:SourceArn is \S+:resize-image-topic-1234, but SNS sends \S+-12345\.$/,
    );
  });

  it('keeps strangers out', () => {
    isImplicit(
      CONSOLE_QUEUE_POLICY,
      identity(STRANGER, 'sqs:SendMessage', QUEUE),
      /names \S+:root as its principal, not /,
    );
    isImplicit(CONSOLE_QUEUE_POLICY, anonymous('sqs:SendMessage', QUEUE), /no aws:SourceArn/);
  });

  it('lets identities of this account in', () => {
    const decision = evaluatePolicy(CONSOLE_QUEUE_POLICY, identity(ACCOUNT, 'sqs:ReceiveMessage', QUEUE));
    assert.deepEqual(decision, { decision: 'allow', statement: '__owner_statement' });
  });

  it('does not let a topic send when nobody subscribed it', () => {
    const [owner] = CONSOLE_QUEUE_POLICY.Statement;
    const reason =
      /^Statement __owner_statement names arn:aws:iam::111111111111:root as its principal, not sns\.amazonaws\.com\.$/;
    isImplicit({ ...CONSOLE_QUEUE_POLICY, Statement: [owner] }, sns(TOPIC), reason);
  });
});

describe('the trust policy that the console gives a role for Lambda', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/LabExecutionRole`;
  const assumes = (service: string): PolicyRequest => ({
    principal: { kind: 'service', service },
    action: 'sts:AssumeRole',
    resource: role,
    context: {},
  });

  it('is for Lambda alone', () => {
    assert.equal(evaluatePolicy(CONSOLE_TRUST_POLICY, assumes('lambda.amazonaws.com')).decision, 'allow');
    isImplicit(
      CONSOLE_TRUST_POLICY,
      assumes('ec2.amazonaws.com'),
      /^Statement 1 names lambda\.amazonaws\.com as its principal, not ec2\.amazonaws\.com\.$/,
    );
    isImplicit(CONSOLE_TRUST_POLICY, identity(ACCOUNT, 'sts:AssumeRole', role), /not arn:aws:iam/);
  });
});

describe("learners' mistakes in the topic's policy are named", () => {
  const [forOwner, forS3] = LAB_TOPIC_POLICY.Statement;
  const mistaken = (change: object) => ({
    ...LAB_TOPIC_POLICY,
    Statement: [CONSOLE_TOPIC_POLICY.Statement[0], { ...forS3, ...change }],
  });

  for (const [mistake, change, reason] of [
    ['another topic', { Resource: `${TOPIC}5` }, /^Statement 2 covers \S+-12345, not \S+-1234\.$/],
    ['the placeholder left', { Resource: 'SNS_TOPIC_ARN' }, /covers SNS_TOPIC_ARN, not arn:/],
    ['another action', { Action: 'SNS:Subscribe' }, /^Statement 2 allows SNS:Subscribe, not sns:Publish\.$/],
    [
      'another service',
      { Principal: { Service: 'sns.amazonaws.com' } },
      /^Statement 2 names sns\.amazonaws\.com as its principal, not s3\.amazonaws\.com\.$/,
    ],
    [
      'another account',
      { Condition: { StringEquals: { 'aws:SourceAccount': '111111111112' } } },
      /^Statement 2 allows sns:Publish only when aws:SourceAccount is 111111111112, but S3 sends 111111111111\.$/,
    ],
    [
      'a wildcard that is taken literally',
      { Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:s3:*:*:pictures' } } },
      / \(StringEquals does not treat \* and \? as wildcards\), but S3 sends arn:aws:s3:::pictures\.$/,
    ],
    [
      'an operator that there is not',
      { Condition: { StringEqual: { 'aws:SourceAccount': ACCOUNT } } },
      /^Statement 2 cannot be evaluated: IAM has no condition operator StringEqual\.$/,
    ],
    [
      'two of them',
      { Action: 'SNS:Subscribe', Resource: '*', Principal: { Service: 'sqs.amazonaws.com' } },
      /^Statement __default_statement_ID allows sns:Publish only when aws:SourceOwner/,
    ],
  ] as const) {
    it(mistake, () => isImplicit(mistaken(change), s3(ACCOUNT), reason));
  }

  it('and all of them when no other statement comes nearer', () => {
    const policy = { ...LAB_TOPIC_POLICY, Statement: { ...forS3, Action: 'SNS:Subscribe', Resource: 'x' } };
    isImplicit(policy, s3(ACCOUNT), /^Statement 1 allows SNS:Subscribe, not sns:Publish\. It covers x, not /);
  });

  it('and an explicit Deny', () => {
    const policy = { ...LAB_TOPIC_POLICY, Statement: [forOwner, forS3, { ...forS3, Effect: 'Deny' }] };
    const decision = evaluatePolicy(policy, s3(ACCOUNT));
    assert.deepEqual(decision, { decision: 'explicit-deny', statement: 'statement 3' });
  });

  it('and nothing when the policy allows nobody anything', () => {
    for (const policy of [null, undefined, { Statement: [] }]) {
      assert.deepEqual(evaluatePolicy(policy, s3(ACCOUNT)), { decision: 'implicit-deny' });
    }
  });
});
