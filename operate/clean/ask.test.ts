import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { askToRemove } from './ask.ts';

/** What it makes of an answer, on a terminal. */
async function answer(text: string | undefined): Promise<boolean> {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  const answered = askToRemove({ account: '123456789012', command: '', input, output });
  if (text === undefined) input.end();
  else input.write(`${text}\n`);
  return answered;
}

describe('the question', () => {
  it('is answered by yes, or by the last digits of the account', async () => {
    for (const text of ['yes', ' YES ', '9012']) assert.equal(await answer(text), true, text);
  });

  it('is a no otherwise, and when the terminal is closed', async () => {
    for (const text of ['', 'y', 'no', '1234', undefined]) assert.equal(await answer(text), false, text);
  });

  it('needs somebody to answer it', async () => {
    const asked = askToRemove({
      account: '123456789012',
      command: 'npm run clean -- --yes',
      input: new PassThrough(),
    });
    await assert.rejects(asked, { code: 'not-confirmed', fix: 'npm run clean -- --yes' });
  });
});
