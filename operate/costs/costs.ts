/** `npm run costs`: what the pipeline costs in a month. */
import { reportFailure } from '../../local/set-up/failure.mjs';
import { priceUses } from './bill.ts';
import { measured } from './measured.ts';
import { type CostOptions, parseCostOptions, USAGE } from './options.ts';
import { type Estimate, renderEstimate } from './report.ts';
import { estimateAsJson } from './report-json.ts';
import { readStackFacts } from './stack-facts.ts';
import { ARCHITECTURES, type Architecture, usesOfMonth } from './usage.ts';

try {
  const options = parseCostOptions(process.argv.slice(2));
  console.log(options.help ? USAGE : render(options));
} catch (error) {
  reportFailure(error);
  process.exitCode = 2;
}

function render(options: CostOptions): string {
  const stack = readStackFacts(options);
  const billOf = (architecture: Architecture) =>
    priceUses(usesOfMonth(options, stack, measured, architecture), options.region, options.freeTier);
  const [x86, arm] = ARCHITECTURES;
  const estimate: Estimate = { options, stack, measured, bills: { [x86]: billOf(x86), [arm]: billOf(arm) } };
  return options.format === 'json'
    ? JSON.stringify(estimateAsJson(estimate), null, 2)
    : renderEstimate(estimate);
}
