import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeCondition } from './condition-words.ts';

describe('a condition in words', () => {
  for (const [operator, key, values, words] of [
    ['StringEquals', 'AWS:SourceAccount', ['1'], 'aws:SourceAccount is 1'],
    ['StringEquals', 'k', ['1', '2'], 'k is 1 or 2'],
    ['StringNotEquals', 'k', ['1'], 'k is not 1'],
    ['StringEquals', 'k', ['a*'], 'k is a* (StringEquals does not treat * and ? as wildcards)'],
    ['StringLike', 'k', ['a'], 'k is a'],
    ['StringLike', 'k', ['a*'], 'k matches a*'],
    ['StringNotLike', 'k', ['a*'], 'k does not match a*'],
    ['ArnEquals', 'k', ['arn:*'], 'k matches arn:*'],
    ['ArnNotLike', 'k', ['arn:*'], 'k does not match arn:*'],
    ['ForAnyValue:StringLikeIfExists', 'k', ['a*'], 'k matches a* (ForAnyValue:StringLikeIfExists)'],
    ['IpAddress', 'aws:SourceIp', ['10.0.0.0/8'], 'aws:SourceIp is in 10.0.0.0/8'],
    ['NotIpAddress', 'aws:SourceIp', ['10.0.0.0/8'], 'aws:SourceIp is not in 10.0.0.0/8'],
    ['Bool', 'aws:SecureTransport', ['true'], 'aws:SecureTransport is true'],
    ['Null', 'k', ['true'], 'k is absent'],
    ['Null', 'k', ['false'], 'k is present'],
    ['DateLessThan', 'aws:CurrentTime', ['2020-01-01'], 'aws:CurrentTime is before 2020-01-01'],
    ['DateGreaterThanEquals', 'k', ['2020-01-01'], 'k is at least 2020-01-01'],
    ['NumericGreaterThan', 'k', ['3'], 'k is greater than 3'],
    ['NumericNotEquals', 'k', ['3'], 'k is not 3'],
    ['StringEquals', 'k', ['1', '2', '3', '4', '5', '6'], 'k is 1 or 2 or 3 or 4 and 2 more'],
  ] as const) {
    it(`says: ${words}`, () => assert.equal(describeCondition({ operator, key, values }), words));
  }
});
