import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gradeFacts } from '../../checks/grade.ts';
import { fixtureFacts, fixtureNames } from '../../test/fixtures/grades.ts';
import { maskAccounts, maskEmails, maskEndpoint } from './mask.ts';

const ACCOUNT = '111122223333';

describe('account ids', () => {
  it("are masked everywhere, and the learner's own becomes zeros", () => {
    const facts = {
      account: ACCOUNT,
      arn: `arn:aws:sns:eu-west-1:${ACCOUNT}:resize-image-topic-2718`,
      buckets: [`my-pictures-${ACCOUNT}`, `pictures${ACCOUNT}eu`],
      policy: { Condition: { StringEquals: { [`aws:${ACCOUNT}`]: [ACCOUNT] } } },
    };
    const text = JSON.stringify(maskAccounts(facts, ACCOUNT));
    assert.equal(text, JSON.stringify(facts).replaceAll(ACCOUNT, '000000000000'));
  });

  it('of other accounts get one number each, the same everywhere', () => {
    const [one, two] = ['arn:aws:iam::123456789012:root', 'arn:aws:iam::210987654321:root'];
    assert.deepEqual(maskAccounts([one, two, { one }], ACCOUNT), [
      'arn:aws:iam::000000000001:root',
      'arn:aws:iam::000000000002:root',
      { one: 'arn:aws:iam::000000000001:root' },
    ]);
  });

  it('are also masked next to a wildcard, so that the pattern still matches', () => {
    assert.equal(maskAccounts('arn:aws:sns:*:1111*:x', ACCOUNT), 'arn:aws:sns:*:0000*:x');
    assert.equal(maskAccounts('*23333', ACCOUNT), '*00000');
    assert.equal(maskAccounts('us-east-1*', ACCOUNT), 'us-east-1*');
  });

  it('are not found in times, longer numbers or pictures', () => {
    const value = {
      at: 1_764_000_000_000,
      text: '1764000000000 resize-image-topic-2718',
      preview: 'aB+123456789012/9',
    };
    assert.deepEqual(maskAccounts(value, ACCOUNT), value);
  });

  it('stay unchanged once they are masked', () => {
    const masked = maskAccounts(`arn:aws:sns:eu-west-1:${ACCOUNT}:x`, ACCOUNT);
    assert.equal(maskAccounts(masked, '000000000000'), masked);
  });
});

describe('masked facts', () => {
  for (const name of fixtureNames) {
    it(`of the fixture ${name} get the same grade, masked`, () => {
      const facts = fixtureFacts[name];
      const masked = maskAccounts(facts, facts.account);
      assert.doesNotMatch(JSON.stringify(masked), new RegExp(facts.account));
      assert.deepEqual(gradeFacts(masked), maskAccounts(gradeFacts(facts), facts.account));
    });
  }
});

describe('the address of a subscriber', () => {
  for (const [endpoint, masked] of [
    ['learner@example.com', 'l…@example.com'],
    [
      'arn:aws:sqs:eu-west-1:111122223333:thumbnail-queue',
      'arn:aws:sqs:eu-west-1:111122223333:thumbnail-queue',
    ],
    ['https://user:secret@example.com/hook?key=1', 'https://example.com/…'],
    ['+12065550100', '+12…'],
  ] as const) {
    it(`is masked: ${masked}`, () => assert.equal(maskEndpoint(endpoint), masked));
  }

  it('is masked once within a policy', () => {
    const masked = maskEmails({ 'sns:Endpoint': ['*@example.com', 'lena.lab@mail.example.org'] });
    assert.deepEqual(masked, { 'sns:Endpoint': ['*…@example.com', 'l…@mail.example.org'] });
    assert.deepEqual(maskEmails(masked), masked);
  });
});
