import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Suppression } from '../suppressions.ts';
import type { Finding } from './finding.ts';
import { judge } from './judge.ts';
import { renderRules } from './rules-report.ts';

const base = {
  resource: 'ResizeImageTopic',
  rule: 'CKV_AWS_26',
  what: 'Ensure it is encrypted',
  link: 'https://example.com',
};
const without: Finding = { ...base, variant: 'without a key' };
const withKey: Finding = { ...base, where: 'Properties.KmsMasterKeyId', variant: 'with a key' };
const reason: Suppression = { rules: ['CKV_AWS_26'], because: 'It has none.', onlyWithoutKey: true };

const judged = (findings: readonly Finding[], at: Record<string, readonly Suppression[]>) =>
  judge([{ set: 'checkov', version: '1.0', rules: 30, findings }], at);

test('a suppression for want of a key does not apply where there is a key', () => {
  const { judged: sets, unused } = judged([without, withKey], { ResizeImageTopic: [reason] });
  assert.deepEqual(sets[0]?.findings, [withKey]);
  assert.equal(sets[0]?.suppressed.length, 1);
  assert.deepEqual(unused, []);
});

test('a suppression of another resource or another rule suppresses nothing and is reported', () => {
  const other = { rules: ['CKV_AWS_27'], because: 'It has none.' };
  const { judged: sets, unused } = judged([without], { AlarmTopic: [reason], ResizeImageTopic: [other] });
  assert.deepEqual(sets[0]?.findings, [without]);
  assert.deepEqual(
    unused.map(({ resource, rule }) => [resource, rule]),
    [
      ['AlarmTopic', 'CKV_AWS_26'],
      ['ResizeImageTopic', 'CKV_AWS_27'],
    ],
  );
});

test('a report says what is broken, where, and what to do, in at most 80 columns', () => {
  const idle = {
    rules: ['ES6000'],
    because: 'It is a dead-letter queue itself, which needs none of its own as far as one knows.',
  };
  const { judged: sets, unused } = judged([withKey], { ResizeImageTopic: [reason], MobileQueue: [idle] });
  const text = renderRules(sets, unused, false);
  assert.match(text, /checkov {2}│ {5}1\.0 │ {4}30 │ {8}1 │ {10}0/);
  assert.match(
    text,
    /✗ ResizeImageTopic: CKV_AWS_26 \(with a key\)\n {2}Ensure it is encrypted\n {2}At Properties\.KmsMasterKeyId\n {2}https/,
  );
  assert.match(text, /✗ MobileQueue: ES6000 is suppressed, but finds nothing\n {2}Suppressed because: It is/);
  assert.match(text, /Remove suppressions that are not needed\.\nThen run: npm run render$/);
  for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
});

test('the reasons are printed on request, once each', () => {
  const { judged: sets, unused } = judged([without, { ...without, resource: 'AlarmTopic' }], {
    ResizeImageTopic: [reason],
    AlarmTopic: [reason],
  });
  assert.match(
    renderRules(sets, unused, true),
    /\nResizeImageTopic: CKV_AWS_26\nAlarmTopic: CKV_AWS_26\n {2}It has none\.\n/,
  );
  assert.doesNotMatch(renderRules(sets, unused, false), /It has none/);
});
