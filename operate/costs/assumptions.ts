import { inWords, OUTPUT_NAMES } from '../../lab/output-names.ts';
import type { BillLine } from './bill.ts';
import { billedMs, outputBytes, S3_WAIT_MS } from './duration.ts';
import { type Measured, standInFor } from './measured.ts';
import type { CostOptions } from './options.ts';
import { type Region, UNITS } from './prices.ts';
import type { StackFacts } from './stack-facts.ts';

/** Lists what the estimate assumes. Each entry has a few sentences. */
export function assumptions(options: CostOptions, stack: StackFacts, measured: Measured): string[] {
  const { megapixels, megabytes, freeTier } = options;
  const durations = OUTPUT_NAMES.map(
    (name) => `${billedMs(name, megapixels, stack.memoryMb, measured)} ms (${name})`,
  );
  const notMeasured = OUTPUT_NAMES.filter((name) => measured.logBytes[name] === undefined);
  return [
    `A warm invocation is billed for ${inWords(durations, 'or')}. This is the measured processor time on ${(stack.memoryMb / 1769).toFixed(2)} vCPU, which a function with ${stack.memoryMb} MB has, plus ${S3_WAIT_MS} ms of waiting for S3. Cold starts are not included. Each takes about a second, and there are few when pictures arrive steadily.`,
    `Processor time was measured on ${measured.date} (${measured.machine}) with: ${measured.command}`,
    ...notMeasured.map(
      (name) => `The output ${name} was not measured. The estimate uses the numbers of ${standInFor(name)}.`,
    ),
    'arm64 is assumed to be as fast as x86_64. This was not measured.',
    `An upload has ${megabytes.toFixed(1)} MB, and its outputs have ${(outputBytes(measured) / 1000).toFixed(0)} kB together. Storage is the amount in a month after which it no longer grows.`,
    'Every message is delivered once, and nothing fails. Each delivery from SNS to SQS counts as an SQS request.',
    'Lambda keeps 5 long polls of 20 seconds open for each queue, day and night. A busy queue has fewer empty polls.',
    ...(stack.traced
      ? [
          'Pictures arrive evenly. X-Ray traces one invocation of each function per second and 5% of the others.',
        ]
      : []),
    ...(stack.keys > 0
      ? [
          'SNS and SQS reuse a KMS data key for 5 minutes. With a bucket key, S3 calls KMS for 1% of its requests. The key is in its first year. Each of its first two yearly rotations adds the price of one key per month.',
        ]
      : []),
    'All prices are those of the first tier. Very large amounts cost less. No data leaves the region. Downloads by viewers, emails and triggered alarms are not included.',
    ...(freeTier
      ? [
          'The free tier applies to the whole account, so other work in the account uses it too. The free tier of S3 expires and is not subtracted.',
        ]
      : []),
  ];
}

/** Names the prices that could not be confirmed for a region. */
export function unconfirmed(lines: readonly BillLine[], region: Region): string {
  const names = new Set(lines.map(({ service, price }) => `${service} (${UNITS[price].page})`));
  return `Prices not confirmed for ${region}: ${[...names].join(', ')}.`;
}
