/** `npm run costs`: estimates the monthly cost of the pipeline. */
import { findRegion } from '../../aws/region.ts';
import { runCommand } from '../../cli/run-command.ts';
import { estimateMonth } from './estimate.ts';
import { parseCostOptions, USAGE } from './options.ts';
import { renderEstimate } from './report.ts';
import { estimateAsJson } from './report-json.ts';

await runCommand({
  usage: USAGE,
  parse: async (args) => parseCostOptions(args, await findRegion()),
  run(options) {
    const estimate = estimateMonth(options);
    const isJson = options.format === 'json';
    console.log(isJson ? JSON.stringify(estimateAsJson(estimate), null, 2) : renderEstimate(estimate));
    return 0;
  },
});
