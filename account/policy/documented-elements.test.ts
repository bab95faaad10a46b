/** The examples of AWS's documentation, each with its page. Statements for identities have a Principal added. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Context, decide, EVERYTHING, IAM, identity, service } from '../../test/policies/decide.ts';
import type { PolicyRequest } from './evaluate.ts';

describe(`evaluation logic (${IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html)`, () => {
  const deny = { ...EVERYTHING, Effect: 'Deny', Action: 's3:Delete*' };
  it('denies by default', () => assert.equal(decide([], {}), 'implicit-deny'));
  it('allows what a statement allows', () => assert.equal(decide([EVERYTHING], {}), 'allow'));
  it('denies explicitly, in whatever order', () => {
    for (const statements of [
      [EVERYTHING, deny],
      [deny, EVERYTHING],
    ]) {
      assert.equal(decide(statements, { action: 's3:DeleteObject' }), 'explicit-deny');
      assert.equal(decide(statements, { action: 's3:GetObject' }), 'allow');
    }
  });
});

describe(`Action and NotAction (${IAM}/reference_policies_elements_notaction.html)`, () => {
  const allow = (element: object, action: string) => {
    const { Action: _, ...rest } = EVERYTHING;
    return decide({ ...rest, ...element }, { action }) === 'allow';
  };
  it('names of actions have no case, and wildcards', () => {
    assert.ok(allow({ Action: 'iam:*AccessKey*' }, 'IAM:createaccesskey'));
    assert.ok(allow({ Action: ['sqs:SendMessage', 'SQS:Receive?essage'] }, 'sqs:ReceiveMessage'));
    assert.ok(!allow({ Action: 'iam:*AccessKey*' }, 'iam:CreateUser'));
  });
  it('NotAction is all but what it names', () => {
    assert.ok(!allow({ NotAction: 's3:DeleteBucket' }, 's3:DeleteBucket'));
    assert.ok(allow({ NotAction: 's3:DeleteBucket' }, 's3:PutObject'));
    assert.ok(!allow({ NotAction: ['iam:*', 'sts:*'] }, 'STS:AssumeRole'));
  });
});

describe(`Resource (${IAM}/reference_policies_elements_resource.html)`, () => {
  const allow = (element: object, resource: string) => {
    const { Resource: _, ...rest } = EVERYTHING;
    return decide({ ...rest, ...element }, { resource }) === 'allow';
  };
  const documented = 'arn:aws:s3:::amzn-s3-demo-bucket/*/test/*';
  for (const key of [
    '1/test/object.jpg',
    '1/2/test/object.jpg',
    '1/2/test/3/object.jpg',
    '1/2/3/test/4/object.jpg',
  ]) {
    it(`${documented} is for ${key}`, () =>
      assert.ok(allow({ Resource: documented }, `arn:aws:s3:::amzn-s3-demo-bucket/${key}`)));
  }
  for (const key of ['1-test/object.jpg', 'test/object.jpg', '1/2/test.jpg']) {
    it(`${documented} is not for ${key}`, () =>
      assert.ok(!allow({ Resource: documented }, `arn:aws:s3:::amzn-s3-demo-bucket/${key}`)));
  }
  it('has a case', () =>
    assert.ok(!allow({ Resource: 'arn:aws:iam::1:user/bob' }, 'arn:aws:iam::1:user/Bob')));
  it(`NotResource is all but what it names (${IAM}/reference_policies_elements_notresource.html)`, () => {
    const element = { NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'] };
    assert.ok(!allow(element, 'arn:aws:s3:::HRBucket/Payroll/x'));
    assert.ok(allow(element, 'arn:aws:s3:::HRBucket/x'));
  });
});

describe(`Principal (${IAM}/reference_policies_elements_principal.html)`, () => {
  const role = 'arn:aws:iam::123456789012:role/path/role-name';
  const session = 'arn:aws:sts::123456789012:assumed-role/role-name/role-session-name';
  const root = 'arn:aws:iam::123456789012:root';
  const user = 'arn:aws:iam::123456789012:user/user-name';
  for (const [named, principal, expected] of [
    ['*', { kind: 'anonymous' }, true],
    [{ AWS: '*' }, { kind: 'anonymous' }, true],
    [{ AWS: '*' }, service('s3'), true],
    [{ AWS: root }, identity(user), true],
    [{ AWS: '123456789012' }, identity(session), true],
    [{ AWS: ['123456789012', '555555555555'] }, identity(root), true],
    [{ AWS: '999999999999' }, identity(user), false],
    [{ AWS: '123456789012' }, { kind: 'anonymous' }, false],
    [{ AWS: '123456789012' }, service('s3'), false],
    [{ AWS: user }, identity(user), true],
    [{ AWS: user }, identity(`${user}2`), false],
    [{ AWS: role }, identity(role), true],
    [{ AWS: role }, identity(session), true],
    [{ AWS: role }, identity(session.replace('role-name', 'role-name-2')), false],
    [{ AWS: role }, identity(session.replace('123456789012', '999999999999')), false],
    [{ AWS: session }, identity(session), true],
    [{ AWS: session }, identity(`${session}2`), false],
    [{ AWS: session }, identity(role), false],
    // "You cannot use a wildcard to match part of a principal name or ARN."
    [{ AWS: 'arn:aws:iam::123456789012:role/*' }, identity(role), false],
    [{ Service: ['ecs.amazonaws.com', 'elasticloadbalancing.amazonaws.com'] }, service('ecs'), true],
    [{ Service: 'ecs.amazonaws.com' }, service('ec2'), false],
    [{ Service: 'ecs.amazonaws.com' }, identity(user), false],
    [{ Service: 'logs.us-west-2.amazonaws.com' }, service('logs'), true],
    [{ Service: 'lambda.us-west-2.amazonaws.com' }, service('lambda'), false],
    [{ Federated: 'cognito-identity.amazonaws.com' }, service('cognito-identity'), false],
    [
      { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' },
      identity(user),
      false,
    ],
    [{ AWS: [user, '999999999999'], Service: 's3.amazonaws.com' }, service('s3'), true],
  ] as const) {
    it(`${JSON.stringify(named)} is ${expected ? '' : 'not '}for ${JSON.stringify(principal)}`, () => {
      const decision = decide({ ...EVERYTHING, Principal: named }, { principal });
      assert.equal(decision === 'allow', expected);
    });
  }
});

describe(`NotPrincipal (${IAM}/reference_policies_elements_notprincipal.html)`, () => {
  const account = 'arn:aws:iam::444455556666:root';
  const { Principal: _, ...rest } = EVERYTHING;
  const decideFor = (named: readonly string[], arn: string) =>
    decide([EVERYTHING, { ...rest, Effect: 'Deny', NotPrincipal: { AWS: named } }], {
      principal: identity(arn),
    });
  const bob = 'arn:aws:iam::444455556666:user/Bob';
  const role = 'arn:aws:iam::444455556666:role/cross-account-audit-app';
  const session =
    'arn:aws:sts::444455556666:assumed-role/cross-account-audit-app/cross-account-audit-app-session';

  it('with Deny, all but the user who is named with its account', () => {
    assert.equal(decideFor([bob, account], bob), 'allow');
    assert.equal(decideFor([bob, account], 'arn:aws:iam::444455556666:user/Alice'), 'explicit-deny');
    assert.equal(decideFor([bob, account], 'arn:aws:iam::999999999999:user/Bob'), 'explicit-deny');
    assert.equal(decideFor([bob], bob), 'explicit-deny');
  });
  it('with Deny, all but the session that is named with its role and its account', () => {
    assert.equal(decideFor([session, role, account], session), 'allow');
    assert.equal(decideFor([role, account], session), 'explicit-deny');
    assert.equal(decideFor([session, account], session), 'explicit-deny');
  });
  it('with Deny, services and strangers too', () => {
    const statements = [
      EVERYTHING,
      { ...rest, Effect: 'Deny', NotPrincipal: { Service: 's3.amazonaws.com' } },
    ];
    assert.equal(decide(statements, { principal: service('s3') }), 'allow');
    assert.equal(decide(statements, { principal: service('ec2') }), 'explicit-deny');
    assert.equal(decide(statements, { principal: { kind: 'anonymous' } }), 'explicit-deny');
  });
  it('with Allow, everyone but those who are named, "anonymous (unauthenticated) users" too', () => {
    const allow = { ...rest, NotPrincipal: { AWS: account } };
    assert.equal(decide(allow, { principal: { kind: 'anonymous' } }), 'allow');
    assert.equal(decide(allow, { principal: identity(bob) }), 'implicit-deny');
  });
});

describe('the confused deputy', () => {
  const bucket = 'arn:aws:s3:::amzn-s3-demo-bucket';
  const decideBy = (statement: object, request: Partial<PolicyRequest>) =>
    decide(statement, request) === 'allow';

  for (const [destination, action, arn, page] of [
    [
      'a topic',
      'SNS:Publish',
      'arn:aws:sns:us-east-1:111122223333:t',
      'grant-destinations-permissions-to-s3.html',
    ],
    [
      'a queue',
      'SQS:SendMessage',
      'arn:aws:sqs:us-east-1:111122223333:q',
      'grant-destinations-permissions-to-s3.html',
    ],
  ] as const) {
    it(`S3 tells ${destination} (https://docs.aws.amazon.com/AmazonS3/latest/userguide/${page})`, () => {
      const statement = {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: [action],
        Resource: arn,
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:amzn-s3-demo-bucket' },
          StringEquals: { 'aws:SourceAccount': '111122223333' },
        },
      };
      const asks = (account: string, source: string) =>
        decideBy(statement, {
          principal: service('s3'),
          action: action.toLowerCase(),
          resource: arn,
          context: { 'aws:SourceAccount': account, 'aws:SourceArn': source },
        });
      assert.ok(asks('111122223333', bucket));
      assert.ok(!asks('444455556666', bucket));
      assert.ok(!asks('111122223333', `${bucket}-2`));
    });
  }

  it('SNS sends to a queue (https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html)', () => {
    const queue = 'arn:aws:sqs:us-east-2:123456789012:MyQueue';
    const topic = 'arn:aws:sns:us-east-2:123456789012:MyTopic';
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      Condition: { ArnEquals: { 'aws:SourceArn': topic } },
    };
    const asks = (source: string) =>
      decideBy(statement, {
        principal: service('sns'),
        action: 'sqs:SendMessage',
        resource: queue,
        context: { 'aws:SourceArn': source },
      });
    assert.ok(asks(topic));
    assert.ok(!asks(`${topic}2`));
  });

  it('a bucket is for TLS only (https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html)', () => {
    const statements = [
      EVERYTHING,
      {
        Sid: 'RestrictToTLSRequestsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucket, `${bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ];
    const asks = (tls: string) =>
      decide(statements, { resource: `${bucket}/k`, context: { 'aws:SecureTransport': tls } });
    assert.equal(asks('true'), 'allow');
    assert.equal(asks('false'), 'explicit-deny');
  });

  it(`a service takes on a role for one account (${IAM}/confused-deputy.html)`, () => {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    };
    const asks = (context: Context) =>
      decideBy(statement, { principal: service('lambda'), action: 'sts:AssumeRole', context });
    assert.ok(asks({ 'aws:SourceAccount': '111122223333' }));
    assert.ok(!asks({ 'aws:SourceAccount': '444455556666' }));
    assert.ok(!asks({}));
  });
});
