import { priceUses } from './bill.ts';
import { measured } from './measured.ts';
import type { CostOptions } from './options.ts';
import type { Estimate } from './report.ts';
import { readStackFacts } from './stack-facts.ts';
import { ARCHITECTURES, type Architecture, usesOfMonth } from './usage.ts';

/** Estimates a month of the pipeline on each architecture. */
export function estimateMonth(options: CostOptions): Estimate {
  const stack = readStackFacts(options);
  const billOf = (architecture: Architecture) =>
    priceUses(usesOfMonth(options, stack, measured, architecture), options.region, options.freeTier);
  const [x86, arm] = ARCHITECTURES;
  return { options, stack, measured, bills: { [x86]: billOf(x86), [arm]: billOf(arm) } };
}
