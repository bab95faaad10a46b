import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { askToRemove } from './ask.ts';

/** Types an answer on a terminal. @returns whether it counts as a yes. */
async function answer(text: string | undefined): Promise<boolean> {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  const answered = askToRemove({ account: '123456789012', command: '', input, output });
  if (text === undefined) input.end();
  else input.write(`${text}\n`);
  return answered;
}

describe('the question', () => {
  it('accepts yes or the last four digits of the account', async () => {
    for (const text of ['yes', ' YES ', '9012']) assert.equal(await answer(text), true, text);
  });

  it('takes any other answer and a closed terminal as a no', async () => {
    for (const text of ['', 'y', 'no', '1234', undefined]) assert.equal(await answer(text), false, text);
  });

  it('fails when standard input is not a terminal', async () => {
    const asked = askToRemove({
      account: '123456789012',
      command: 'npm run clean -- --yes',
      input: new PassThrough(),
    });
    await assert.rejects(asked, { code: 'not-confirmed', fix: 'npm run clean -- --yes' });
  });
});
