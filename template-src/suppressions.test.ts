import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suppressionComments, suppressionMetadata } from './suppressions.ts';
import { comments, suppressions, template } from './template.ts';
import { renderYaml } from './yaml.ts';

const because = 'There is no other.';

test('each rule set reads its suppressions in its own form, with the reason beside each', () => {
  const suppressed = [{ rules: ['ES6000', 'CKV_AWS_18', 'S3_BUCKET_LOGGING_ENABLED', 'W3002'], because }];
  assert.deepEqual(suppressionMetadata(suppressed), {
    'cfn-lint': { config: { ignore_checks: ['ES6000', 'W3002'] } },
    checkov: { skip: [{ id: 'CKV_AWS_18', comment: because }] },
    guard: { SuppressedRules: ['S3_BUCKET_LOGGING_ENABLED'] },
  });
  assert.deepEqual(suppressionComments(suppressed), [
    ['Metadata.cfn-lint.config.ignore_checks.0', because],
    ['Metadata.cfn-lint.config.ignore_checks.1', because],
    ['Metadata.guard.SuppressedRules.0', because],
  ]);
});

test('nothing suppressed, no metadata', () => assert.deepEqual(suppressionMetadata([]), {}));

test('every suppression stands in the template, its reason in the line above or below', () => {
  const lines = renderYaml(template, comments).split('\n');
  const all = Object.values(suppressions).flatMap((ones) =>
    ones.flatMap(({ rules, because }) => rules.map((rule) => ({ rule, because }))),
  );
  assert.notEqual(all.length, 0);
  for (const { rule, because } of all) {
    const at = lines.flatMap((line, at) => (line.endsWith(rule) ? [at] : []));
    const beside = at.map((one) => [lines[one - 1], lines[one + 1]].join('\n').replaceAll("''", "'"));
    assert.ok(
      beside.some((text) => text.includes(because)),
      `${rule}: ${because}`,
    );
  }
});
