import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluatePolicy, type PolicyRequest } from '../account/policy/evaluate.ts';
import { FUNCTION_NAMES, OUTPUT_NAMES, outputId } from '../lab/output-names.ts';
import { allResources, properties, resourcesWith, values } from './plain-resources.ts';
import type { PolicyDocument, Statement } from './policies.ts';

const account = values['AWS::AccountId'];
const stranger = '999999999999';
const region = values['AWS::Region'];
const key = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const keyPolicy = properties('OwnKey', allResources).KeyPolicy as PolicyDocument;
const bucketArn = `arn:aws:s3:::${properties('ImageBucket').BucketName}`;
const topicArn = `arn:aws:sns:${region}:${account}:${properties('ResizeImageTopic').TopicName}`;
const alarmArn = `arn:aws:cloudwatch:${region}:${account}:alarm:${properties('DeliveriesLostAlarm').AlarmName}`;
const logGroupArn = `arn:aws:logs:${region}:${account}:log-group:${properties('CreateThumbnailLogs').LogGroupName}`;
const roleSession: PolicyRequest['principal'] = {
  kind: 'identity',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/LabExecutionRole/CreateThumbnail`,
};
const USE = ['kms:GenerateDataKey', 'kms:Decrypt'];

interface Use {
  principal: PolicyRequest['principal'];
  actions: readonly string[];
  context: PolicyRequest['context'];
}

const byService = (service: string, actions: readonly string[], context: Use['context']): Use => ({
  principal: { kind: 'service', service },
  actions,
  context,
});

/** Requests that must be allowed. Otherwise messages are lost. */
const needed: Record<string, Use> = {
  'S3 publishes to the topic': byService('s3.amazonaws.com', USE, {
    'aws:SourceAccount': account,
    'aws:SourceArn': bucketArn,
  }),
  'S3 publishes to the topic without naming the bucket': byService('s3.amazonaws.com', USE, {}),
  'SNS sends to the queues': byService('sns.amazonaws.com', USE, { 'aws:SourceArn': topicArn }),
  'an alarm publishes to its topic': byService('cloudwatch.amazonaws.com', USE, {
    'aws:SourceAccount': account,
    'aws:SourceArn': alarmArn,
  }),
  'CloudWatch Logs writes and reads a log': byService(
    `logs.${region}.amazonaws.com`,
    ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:GenerateDataKey', 'kms:DescribeKey'],
    { 'kms:EncryptionContext:aws:logs:arn': logGroupArn },
  ),
  "the functions' role reads and writes": {
    principal: roleSession,
    actions: USE,
    context: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
  },
};

/** Requests that must not be allowed. */
const foreign: Record<string, Use> = {
  "S3 for another account's bucket": byService('s3.amazonaws.com', USE, {
    'aws:SourceAccount': stranger,
    'aws:SourceArn': bucketArn,
  }),
  'S3 for another bucket': byService('s3.amazonaws.com', USE, {
    'aws:SourceAccount': account,
    'aws:SourceArn': 'arn:aws:s3:::another-bucket',
  }),
  'SNS for another topic': byService('sns.amazonaws.com', USE, { 'aws:SourceArn': `${topicArn}-two` }),
  "SNS for another account's topic": byService('sns.amazonaws.com', USE, {
    'aws:SourceArn': topicArn.replace(account, stranger),
  }),
  'SNS without a topic': byService('sns.amazonaws.com', USE, {}),
  'S3 with actions that it does not need': byService('s3.amazonaws.com', ['kms:Encrypt', 'kms:CreateGrant'], {
    'aws:SourceAccount': account,
    'aws:SourceArn': bucketArn,
  }),
  'an alarm of another account': byService('cloudwatch.amazonaws.com', USE, {
    'aws:SourceAccount': stranger,
    'aws:SourceArn': alarmArn.replace(account, stranger),
  }),
  'an alarm that is not of this stack': byService('cloudwatch.amazonaws.com', USE, {
    'aws:SourceAccount': account,
    'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:else`,
  }),
  'CloudWatch Logs for another log group': byService(`logs.${region}.amazonaws.com`, USE, {
    'kms:EncryptionContext:aws:logs:arn': `${logGroupArn}-two`,
  }),
  'another service': byService('lambda.amazonaws.com', USE, { 'aws:SourceAccount': account }),
  'another account': {
    principal: { kind: 'identity', account: stranger, arn: `arn:aws:iam::${stranger}:root` },
    actions: USE,
    context: {},
  },
  'somebody without credentials': { principal: { kind: 'anonymous' }, actions: USE, context: {} },
};

function isAllowed(policy: PolicyDocument, { principal, actions, context }: Use): boolean[] {
  return actions.map((action) => {
    const { decision } = evaluatePolicy(policy, { principal, action, resource: key, context });
    return decision === 'allow';
  });
}

describe('the policy of the key of the stack', () => {
  for (const [title, use] of Object.entries(needed)) {
    it(`allows: ${title}`, () => assert.ok(isAllowed(keyPolicy, use).every(Boolean)));
  }
  for (const [title, use] of Object.entries(foreign)) {
    it(`does not allow: ${title}`, () => assert.ok(!isAllowed(keyPolicy, use).some(Boolean)));
  }
  for (const [index, statement] of keyPolicy.Statement.entries()) {
    it(`fails without ${statement.Sid}`, () => {
      const without = { ...keyPolicy, Statement: keyPolicy.Statement.toSpliced(index, 1) };
      assert.ok(!Object.values(needed).every((use) => isAllowed(without, use).every(Boolean)));
    });
  }
});

describe("the functions' role", () => {
  const ask = (resources: ReturnType<typeof resourcesWith>, action: string, service: string) => {
    const policies = properties('LabExecutionRole', resources).Policies as {
      PolicyDocument: PolicyDocument;
    }[];
    // The policy of an identity has no principal: it applies to that identity.
    const ofTheRole = (statement: Statement) => ({ ...statement, Principal: '*' as const });
    const decisions = policies.map(({ PolicyDocument }) => {
      const policy = { ...PolicyDocument, Statement: PolicyDocument.Statement.map(ofTheRole) };
      const context = { 'kms:ViaService': `${service}.${region}.amazonaws.com` };
      return evaluatePolicy(policy, { principal: roleSession, action, resource: key, context }).decision;
    });
    return decisions.includes('allow');
  };
  const withKeyOf = (EncryptionKey: string) => resourcesWith({ EncryptionKey, 'OwnKey.Arn': key });

  for (const [title, resources] of [
    ['a key that the stack creates', withKeyOf('new')],
    ['a key of yours', withKeyOf(key)],
  ] as const) {
    it(`may use ${title} for messages and pictures, and for nothing else`, () => {
      for (const action of USE) {
        for (const service of ['s3', 'sqs'])
          assert.ok(ask(resources, action, service), `${action} ${service}`);
        assert.ok(!ask(resources, action, 'secretsmanager'));
      }
      for (const action of ['kms:Encrypt', 'kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy'])
        assert.ok(!ask(resources, action, 's3'), action);
    });
  }

  it('may not use any key by default', () => {
    const policies = JSON.stringify(properties('LabExecutionRole').Policies);
    assert.ok(!policies.includes('kms:'), policies);
  });
});

describe('the encryption of the template', () => {
  /** The key that each resource names. */
  const keysIn = (resources: ReturnType<typeof resourcesWith>) =>
    Object.fromEntries(
      Object.entries(resources).flatMap(([id, { Properties }]) => {
        const found = /"(?:KmsMasterKeyId|KMSMasterKeyID|KmsKeyId)":"([^"]+)"/.exec(
          JSON.stringify(Properties),
        );
        return found ? [[id, found[1]]] : [];
      }),
    );
  const encrypted = [
    ...['ImageBucket', 'ResizeImageTopic'],
    ...OUTPUT_NAMES.map(outputId).flatMap((id) => [`${id}DeadLetterQueue`, `${id}Queue`]),
    ...[...FUNCTION_NAMES.map((name) => `${name}Logs`), 'AlarmTopic'],
  ];

  it('uses no key by default: S3 and SQS encrypt the bucket and the queues with their own', () => {
    const resources = resourcesWith({});
    assert.deepEqual(keysIn(resources), {});
    assert.match(JSON.stringify(resources.ImageBucket), /"SSEAlgorithm":"AES256"/);
    const queues = Object.values(resources).filter(({ Type }) => Type === 'AWS::SQS::Queue');
    assert.ok(queues.every(({ Properties }) => Properties.SqsManagedSseEnabled === true));
  });

  it('uses a key everywhere, either that of the stack or yours, when there is one', () => {
    for (const [EncryptionKey, expected] of [
      ['new', '<OwnKey.Arn>'],
      [key, key],
    ] as const) {
      const resources = resourcesWith({ EncryptionKey, AlarmEmailAddress: 'a@example.com' });
      assert.deepEqual(keysIn(resources), Object.fromEntries(encrypted.map((id) => [id, expected])));
      const queues = Object.values(resources).filter(({ Type }) => Type === 'AWS::SQS::Queue');
      assert.ok(queues.every(({ Properties }) => Properties.SqsManagedSseEnabled === undefined));
      assert.equal('OwnKey' in resources, EncryptionKey === 'new');
    }
  });
});
