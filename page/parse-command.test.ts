import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCommand } from './parse-command.ts';

describe('a command from a page', () => {
  it('has only the properties that it needs', () => {
    const text = '{"type":"redrive","branch":"mobile","more":1,"__proto__":{"type":"x"}}';
    assert.deepEqual(parseCommand(text), { type: 'redrive', branch: 'mobile' });
    assert.deepEqual(parseCommand('{"type":"grade","probe":false}'), { type: 'grade', probe: false });
  });

  for (const text of [
    'null',
    '"clear"',
    '{"type":"redrive","branch":"../mobile"}',
    '{"type":"grade"}',
    '{"type":"sample","which":"/etc/passwd"}',
    '{"type":"toString"}',
  ]) {
    it(`is not ${text}`, () => assert.equal(parseCommand(text), undefined));
  }
});
