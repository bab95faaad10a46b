import { readInvocations } from '../../../account/logs/invocations.ts';
import { OUTPUTS } from '../../../lab/outputs.ts';
import type { Upload } from '../accountant.ts';
import { type Bench, RETRY_AFTER } from '../harness.ts';
import { keysOf, type Scenario } from '../scenario.ts';
import type { Original } from '../uploads.ts';

/** One upload in ten is not a picture and fails five times. Other uploads must not wait for it. */
export const poison: Scenario = {
  name: 'poison',
  title: 'Poison, 1 : 10',
  async run(bench) {
    const rounds = bench.short ? 1 : 2;
    const count = bench.short ? 10 : 100;
    const uploads: Upload[] = [];
    const delays = { without: [] as number[], with: [] as number[] };
    // The rounds alternate, so that other work on this machine affects both kinds equally.
    for (let round = 0; round < rounds; round++)
      for (const kind of ['without', 'with'] as const) {
        const keys = keysOf(`poison/${kind}-${round}`, count);
        const originals = keys.map((key, index) => {
          const isPoison = kind === 'with' && index % 10 === 5;
          return { key, original: isPoison ? bench.originals.poison(key) : bench.originals.picture(key) };
        });
        const sent = await Promise.all(originals.map(({ key, original }) => send(bench, key, original)));
        await bench.settle(600);
        delays[kind].push(...(await delaysOf(bench, sent)));
        uploads.push(...sent.map(({ upload }) => upload));
      }
    const poisoned = 2 * uploads.filter(({ outputs }) => outputs === undefined).length;
    const letters = await bench.deadLetters();
    return {
      account: await bench.account('poison', uploads),
      broken: { count: letters.length, what: 'poison messages failed five times', least: poisoned },
      ...compare(delays),
    };
  },
};

/** If pictures waited for poison messages, they would wait for at least one retry. */
const MOST_LATER_MS = (RETRY_AFTER * 1000) / 2;

function compare(delays: Record<'without' | 'with', readonly number[]>) {
  const shares = [
    ['the median', 0.5],
    ['19 of 20', 0.95],
  ] as const;
  const compared = shares.map(([words, share]) => ({
    words,
    without: quantile(delays.without, share),
    with: quantile(delays.with, share),
  }));
  const inWords = compared.map((one) => `${one.words} ${one.without} and ${one.with}`).join(', ');
  return {
    notes: [`Milliseconds from upload to output, without and with poison messages: ${inWords}.`],
    problems: compared
      // Without any measurement the value is NaN, which must not pass.
      .filter((one) => !(one.with - one.without < MOST_LATER_MS))
      .map((one) => `With poison messages, ${one.words} was ${one.with - one.without} ms later.`),
  };
}

interface Sent {
  upload: Upload;
  /** Milliseconds on the wall clock. */
  at: number;
}

async function send(bench: Bench, key: string, original: Original): Promise<Sent> {
  const upload = await bench.upload(key, original);
  return { upload, at: Date.now() };
}

/**
 * Measures the milliseconds from the answer to an upload until the end of the invocation that made its output, for
 * both functions.
 */
async function delaysOf({ aws, branches }: Bench, sent: readonly Sent[]): Promise<number[]> {
  const delays: number[] = [];
  for (const { output, logGroup } of branches) {
    const from = Math.min(...sent.map(({ at }) => at)) - 1000;
    const invocations = await readInvocations(aws, { logGroup, from });
    for (const { upload, at } of sent) {
      if (upload.outputs === undefined) continue;
      const made = `made ${upload.key.replace('ingest/', OUTPUTS[output].prefix)}"`;
      const run = invocations.find(({ lines }) => lines.some((line) => line.includes(made)));
      if (run?.endedAt) delays.push(run.endedAt - at);
    }
  }
  return delays;
}

function quantile(numbers: readonly number[], share: number): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(share * numbers.length)] ?? Number.NaN;
}
