import { PRICES, type Region } from '../../operate/costs/prices.ts';
import { ARM_DURATION_FACTOR } from '../../operate/costs/usage.ts';
import type { SizeResult, SizeRun } from './measure-sizes.ts';

export interface PriceOptions {
  megapixels: number;
  architecture: 'x86_64' | 'arm64';
  /** Number of cold starts in a thousand pictures. */
  coldOfThousand: number;
}

/** The lab's own. */
const REGION: Region = 'ap-northeast-1';

/**
 * Returns the cost of a million photos in Lambda, for both functions, in US dollars. A cold start is billed like an invocation.
 * @see https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/
 */
export function pricePerMillion({ memoryMb, runs }: SizeResult, options: PriceOptions): number {
  const { megapixels, architecture, coldOfThousand } = options;
  const prices = PRICES[REGION];
  const gbSecond = architecture === 'arm64' ? prices.lambdaArm.usd : prices.lambdaX86.usd;
  const factor = architecture === 'arm64' ? ARM_DURATION_FACTOR : 1;
  const cold = coldOfThousand / 1000;
  const priceOf = ({ initMs, firstMs, warmMs }: SizeRun) => {
    const ms = (1 - cold) * Math.ceil(warmMs) + cold * Math.ceil(initMs + firstMs);
    return (memoryMb / 1024) * ((ms * factor) / 1000) * gbSecond + prices.lambdaRequests.usd;
  };
  return 1e6 * sum(runs.filter((run) => run.megapixels === megapixels).map(priceOf));
}

/** Returns the milliseconds until both outputs exist. Both functions run at once, so the slower one counts. */
export function slowerMs(
  { runs }: SizeResult,
  megapixels: number,
  of: (run: SizeRun) => number = ({ warmMs }) => warmMs,
): number {
  return Math.max(...runs.filter((run) => run.megapixels === megapixels).map(of));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
