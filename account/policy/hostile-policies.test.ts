/** Whoever writes a policy must not be able to keep the grader busy with it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluatePolicy } from './evaluate.ts';

const QUEUE = 'arn:aws:sqs:ap-northeast-1:111122223333:thumbnail-queue';
const TOPIC = `arn:aws:sns:ap-northeast-1:111122223333:resize-image-topic-${'0'.repeat(200)}`;
/** What fits into a policy of the greatest length that is read. */
const ROOM = 39_000;
const VARIABLE = `${'$'}{*}`;

const long = (part: string) => part.repeat(Math.floor(ROOM / part.length));

const hostile: Readonly<Record<string, object>> = {
  'wildcards in an action': { Action: long('*a') },
  'wildcards in a resource': { Resource: long('*?') },
  'wildcards in a condition': { Condition: { StringLike: { 'aws:SourceArn': long('*0') } } },
  'wildcards in an ARN': { Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:*:${long('*0')}x` } } },
  variables: { Condition: { StringLike: { 'aws:SourceArn': long(VARIABLE) } } },
  'variables that do not end': { Condition: { StringLike: { 'aws:SourceArn': long('${') } } },
  'an operator of many words': { Condition: { [long('IfExists')]: { 'aws:SourceArn': TOPIC } } },
  'many values': { Condition: { ArnLike: { 'aws:SourceArn': Array(9000).fill('a') } } },
  numbers: { Condition: { NumericEquals: { 'aws:SourceArn': long('9') } } },
  dates: { Condition: { DateEquals: { 'aws:SourceArn': long('2026-') } } },
  addresses: { Condition: { IpAddress: { 'aws:SourceArn': long('1.') } } },
  'binary values': { Condition: { BinaryEquals: { 'aws:SourceArn': long('=') } } },
  principals: { Principal: { AWS: long('/') } },
};

describe('a policy is judged at once, whatever is in it', () => {
  for (const [name, part] of Object.entries(hostile)) {
    it(name, () => assertQuick({ Version: '2012-10-17', Statement: [{ ...statement(), ...part }] }));
  }

  it('many statements', () => {
    assertQuick({ Version: '2012-10-17', Statement: Array(250).fill({ ...statement(), Action: '*a*a*a' }) });
  });
});

it('a policy that is longer than AWS saves any is not read', () => {
  const policy = { Statement: [{ ...statement(), Action: 'a'.repeat(50_000) }] };
  assert.throws(() => decide(policy), /more than 40000 characters/);
});

function assertQuick(policy: unknown): void {
  // CPU time, because other programs can be busy.
  const before = process.threadCpuUsage();
  try {
    decide(policy);
  } catch (error) {
    assert.equal((error as Error).name, 'PolicyError', String(error));
  }
  const { user, system } = process.threadCpuUsage(before);
  const milliseconds = (user + system) / 1000;
  assert.ok(milliseconds < 500, `${Math.round(milliseconds)} ms`);
}

function decide(policy: unknown) {
  return evaluatePolicy(policy, {
    principal: { kind: 'service', service: 'sns.amazonaws.com' },
    action: `sqs:SendMessage${'a'.repeat(100)}`,
    resource: QUEUE,
    context: { 'aws:SourceArn': TOPIC },
  });
}

function statement() {
  return { Effect: 'Allow', Principal: { AWS: '*' }, Action: '*', Resource: '*' };
}
