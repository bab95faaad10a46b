import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Facts } from '../account/facts.ts';
import { Failure } from '../cli/failure.mjs';
import { fixtureFacts } from '../test/fixtures/grades.ts';
import { gradeFacts } from './grade.ts';
import { watch } from './watch.ts';

const [right, begun] = [fixtureFacts['all-right'], fixtureFacts['not-begun']];
const noNetwork = new Failure({ code: 'aws-network', problem: 'Expected an answer of AWS.', fix: 'ping' });
const noCredentials = new Failure({ code: 'aws-credentials', problem: 'Expected a key.', fix: 'aws login' });

interface Look {
  facts: Facts;
  whyNot?: Failure;
}

/** Watches a lab of which each look finds the next facts. Ends after the last look. The clock does not wait. */
async function watchLooks(t: TestContext, looks: readonly Look[]) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const said: string[] = [];
  t.mock.method(console, 'log', (text = '') => said.push(String(text)));
  const ending = new AbortController();
  const earlier: (Facts | undefined)[] = [];
  const waiting = [...looks];
  let latest: Look | undefined;
  const watching = watch({
    gradeNow: async (_say, before) => {
      earlier.push(before);
      latest = waiting.shift();
      if (latest === undefined) ending.abort();
      const { facts } = latest ?? { facts: right };
      return { facts, grade: gradeFacts(facts) };
    },
    whyNot: () => latest?.whyNot,
    ...{ readOnly: false, signal: ending.signal },
  });
  const ended = watching.then(() => true);
  while (!(await Promise.race([ended, nextTurn()]))) t.mock.timers.tick(10_000);
  return { said, earlier };
}

function nextTurn(): Promise<false> {
  return new Promise((resolve) => setImmediate(() => resolve(false)));
}

describe('npm run check -- --watch', () => {
  it('shows the whole grade first, and then only what changed', async (t) => {
    const { said } = await watchLooks(t, [{ facts: begun }, { facts: begun }, { facts: right }]);
    const [introduction = '', first = '', second = '', third = ''] = said.filter((text) => text !== '');
    assert.match(introduction, /every 10 s/);
    assert.match(first, /0 of 100/);
    assert.match(second, /^Nothing changed: .*0 of 100/);
    assert.match(third, /100 of 100/);
  });

  it('gives each look the facts of the one before, so that it can do without a probe', async (t) => {
    const { earlier } = await watchLooks(t, [{ facts: begun }, { facts: right }]);
    assert.deepEqual(earlier, [undefined, begun, right]);
  });

  it('goes on when AWS does not answer, and compares with the last grade', async (t) => {
    const looks = [{ facts: right }, { facts: begun, whyNot: noNetwork }, { facts: right }];
    const { said, earlier } = await watchLooks(t, looks);
    assert.match(said.join('\n'), /Expected an answer of AWS\.[\s\S]*Nothing changed/);
    assert.deepEqual(earlier, [undefined, right, right, right]);
  });

  it('ends when the credentials are wrong', async (t) => {
    const looks = [{ facts: right }, { facts: begun, whyNot: noCredentials }, { facts: right }];
    await assert.rejects(watchLooks(t, looks), noCredentials);
  });
});
