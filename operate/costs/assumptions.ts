import { ENDS } from '../../checks/facts.ts';
import type { BillLine } from './bill.ts';
import { billedMs, outputBytes, S3_WAIT_MS } from './duration.ts';
import type { Measured } from './measured.ts';
import type { CostOptions } from './options.ts';
import { type Region, UNITS } from './prices.ts';
import type { StackFacts } from './stack-facts.ts';

/** What the estimate takes for granted, a sentence or two each. */
export function assumptions(options: CostOptions, stack: StackFacts, measured: Measured): string[] {
  const { megapixels, megabytes, freeTier } = options;
  const [thumbnail, mobile] = ENDS.map((end) => billedMs(end, megapixels, stack.memoryMb, measured));
  return [
    `A run is billed ${thumbnail} ms (thumbnail) and ${mobile} ms (mobile), warm: its processor time, measured on ${measured.date} (${measured.machine}; ${measured.command}), on the ${(stack.memoryMb / 1769).toFixed(2)} of a processor that ${stack.memoryMb} MB have, and ${S3_WAIT_MS} ms of waiting for S3. Cold starts are not in it: a second or so each, and few when pictures come steadily.`,
    'arm64 is taken to be as fast as x86_64: that was not measured.',
    `An upload has ${megabytes.toFixed(1)} MB; its outputs together ${(outputBytes(measured) / 1000).toFixed(0)} kB. What is stored is that of a month after which it grows no more.`,
    'Every message is delivered once, and nothing fails. Sends by SNS are counted as requests of SQS.',
    'Lambda asks each queue in 5 long polls of 20 seconds, day and night; a busy queue has fewer empty ones.',
    ...(stack.traced
      ? [
          'Traces: pictures come evenly; X-Ray takes one run a second of each function, and 5 % of the others.',
        ]
      : []),
    ...(stack.keys > 0
      ? ['KMS: data keys are used for 5 minutes; with its bucket key S3 asks for 1 % of the requests.']
      : []),
    'First tiers of all prices: very large amounts cost less. Nothing leaves the region; downloads by viewers, mails and alarms that go off are not in it.',
    ...(freeTier
      ? ["The free tier is that of the account: other work in it uses it up. S3's, which ends, is not in it."]
      : []),
  ];
}

/** Which prices could not be confirmed. */
export function unconfirmed(lines: readonly BillLine[], region: Region): string {
  const names = new Set(lines.map(({ service, price }) => `${service} (${UNITS[price].page})`));
  return `Not confirmed for ${region}: ${[...names].join(', ')}.`;
}
