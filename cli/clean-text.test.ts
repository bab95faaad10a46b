import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanLines, cleanText, cleanTexts } from './clean-text.mjs';

describe('cleaning a text of a learner', () => {
  for (const [name, text, shown] of [
    ['text without colours and window titles', 'a\u001b[31mred\u001b]0;title\u0007 b\u001b[0m', 'ared b'],
    [
      'text without sequences that begin with one character (C1)',
      'a\u009b31mred\u009d0;title\u009cb',
      'aredb',
    ],
    ['text without nested sequences', 'a\u001b\u001b[[31m31mb', 'a31m31mb'],
    ['text without an unfinished sequence', 'a\u001b', 'a'],
    ['a dot for NUL, backspace and delete', 'a\u0000b\bc\u007f', 'a·b·c·'],
    ['a space for line ends of all kinds', 'a\r\nb\u2028c\u0085d\te', 'a b c d e'],
    ['a dot for characters that change the text direction', 'gpj\u202e.exe\u2066 \u200f', 'gpj·.exe· ·'],
    ['a dot for invisible characters', 'a\u200b\u00ad\ufeffb\u{e0041}', 'a···b·'],
    ['a dot for noncharacters', '\ud800a\ufffe\uffff\ue000', '·a···'],
    ['a harmless form of a command of GitHub', '::error::x', ': :error::x'],
    ['a harmless form of a command after white space', 'a\n ::Add-Mask::x', 'a  : :Add-Mask::x'],
    [
      'a harmless form of a command that wrapping could move to the start of a line',
      `${'x'.repeat(76)}::set-env name=A::b`,
      `${'x'.repeat(76)}: :set-env name=A::b`,
    ],
    [
      'a harmless form of commands of Azure and of older runners',
      'a ##[error]b ##vso[task]c',
      'a # #[error]b # #vso[task]c',
    ],
    [
      'ARNs unchanged',
      'arn:aws:s3:::a and arn:aws:iam::aws:policy/x',
      'arn:aws:s3:::a and arn:aws:iam::aws:policy/x',
    ],
    ['letters of all languages unchanged', 'Grüße ÅÄÖ 東京 👩‍👩‍👧 می‌شود', 'Grüße ÅÄÖ 東京 👩‍👩‍👧 می‌شود'],
  ] as const) {
    it(`shows ${name}`, () => assert.equal(cleanText(text), shown));
  }

  it('shortens a long text, and computes for less than a second', () => {
    const before = process.cpuUsage();
    for (const part of ['a', '\u001b[', '\u001b]', '::', '::error ', '##[', '\u202e', ' ']) {
      assert.ok(cleanText(part.repeat(1_000_000)).length <= 4000, part);
    }
    assert.ok(process.cpuUsage(before).user < 1_000_000);
  });

  it('keeps a picture in base64', () => {
    const picture = Buffer.alloc(60_000, 7).toString('base64');
    assert.deepEqual(cleanTexts({ preview: picture }), { preview: picture });
    assert.equal(cleanTexts({ hint: picture }).hint.length, 4000);
    assert.equal(cleanTexts({ preview: `${picture}\n::error::` }).preview.length, 4000);
  });
});

it('strings are cleaned at any depth', () => {
  const at = new Date(0);
  assert.deepEqual(cleanTexts({ 'a\u0007': [1, null, { b: '\u001b[1mc', at }] }), {
    a·: [1, null, { b: 'c', at }],
  });
  assert.equal(cleanLines('a\u001b[1m\r\n::error::b'), 'a\n: :error::b');
});
