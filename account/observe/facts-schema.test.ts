import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fixtureFacts } from '../../test/fixtures/grades.ts';
import { factsSchema, SCHEMA_FILE } from './facts-schema.ts';
import { whatIsWrong } from './validate-facts.ts';

it('the schema of facts is generated from their types', () => {
  const saved = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));
  assert.deepEqual(saved, JSON.parse(factsSchema()), 'npm run make:facts-schema');
});

describe('facts match their schema', () => {
  for (const [name, facts] of Object.entries(fixtureFacts)) {
    it(name, () => assert.equal(whatIsWrong(facts), undefined));
  }

  it('when a later grader adds properties', () => {
    assert.equal(whatIsWrong({ ...fixtureFacts['all-right'], more: { of: 'it' } }), undefined);
  });
});

describe('an error in facts is reported with its place', () => {
  for (const [change, problem] of [
    [
      (facts) => (facts.topic.value.subscriptions[1].arn = 12),
      /At topic\.value\.subscriptions\[1\]\.arn it must be string, but it is 12\./,
    ],
    [
      (facts) => (facts.topic.kind = 'lost'),
      /At topic\.kind it must be equal to one of the allowed values \(\["found",.*but it is "lost"/,
    ],
    [
      (facts) => delete facts.bucket.value.uploads,
      /At bucket\.value it must have required property 'uploads'/,
    ],
    [
      (facts) => (facts.journey.value.ends.mobile.output.value.width = '640'),
      /At journey\.value\.ends\.mobile\.output\.value\.width it must be number, but it is "640"/,
    ],
    [
      (facts) => (facts.message.value.arrivals.thumbnail = null),
      /At message\.value\.arrivals\.thumbnail it must be object/,
    ],
    [(facts) => (facts.leftovers = ['a', 1]), /At leftovers\[1\] it must be string/],
    [
      (facts) => (facts.functions.mobile.value.role.value.permissions[0].decision = 'perhaps'),
      /decision it must be equal to one of/,
    ],
    [(facts) => (facts.topic.value.policy = nested(1e5)), /nested more deeply than 60 levels/],
    // biome-ignore lint/suspicious/noExplicitAny: the changes are such that the types forbid them
  ] as [(facts: any) => void, RegExp][]) {
    it(String(problem), () => {
      const facts = structuredClone(fixtureFacts['all-right']);
      change(facts);
      assert.match(whatIsWrong(facts) ?? '', problem);
    });
  }
});

function nested(levels: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}
