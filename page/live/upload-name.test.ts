import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { uploadName } from './upload-name.ts';

const none = new Set<string>();

describe('the name of an upload from a page', () => {
  for (const [given, name] of [
    ['cat.jpg', 'cat.jpg'],
    ['cat.JPEG', 'cat.jpg'],
    ['holiday photo (1).png', 'holiday photo (1).jpg'],
    ['../../etc/passwd', 'passwd.jpg'],
    ['C:\\fakepath\\cat.jpg', 'cat.jpg'],
    ['', 'picture.jpg'],
    ['.jpg', 'picture.jpg'],
    ['<img src=x onerror=alert(1)>.jpg', '<img src=x onerror=alert(1)>.jpg'],
    ['日本.jpg', '日本.jpg'],
  ] as const) {
    it(`is ${name} for '${given}'`, () => assert.equal(uploadName(given, none), name));
  }

  it('is short enough for a key, and is cut between characters', () => {
    const name = uploadName(`${'日'.repeat(500)}.jpg`, none);
    assert.ok(Buffer.byteLength(name) <= 210);
    assert.doesNotMatch(name, /\ufffd/);
  });

  it('has no control characters', () => {
    assert.match(uploadName('a\u001b[31mb\u202ec\n.jpg', none), /^[\P{C}]+$/u);
  });

  it('is a new one when the page has seen it before', () => {
    assert.equal(uploadName('cat.jpg', new Set(['ingest/cat.jpg', 'ingest/cat-2.jpg'])), 'cat-3.jpg');
  });
});
