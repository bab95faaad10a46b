/**
 * `npm run rules`: whether the template keeps the rules of cfn-lint, cfn-lint-serverless, Checkov and AWS's Guard rules, and
 * whether each suppression is needed. `-- --verbose` prints the reasons. Exit status 1 when something is found.
 */
import { parseArgs } from 'node:util';
import { Failure, reportFailure } from '../../local/set-up/failure.mjs';
import { suppressions, template } from '../template.ts';
import { applyRules } from './apply-rules.ts';
import { judge } from './judge.ts';
import { renderRules } from './rules-report.ts';

async function main(): Promise<void> {
  const verbose = isVerbose();
  console.error('Asking the rule sets, which takes some seconds …');
  const { judged, unused } = judge(await applyRules(JSON.parse(JSON.stringify(template))), suppressions);
  console.log(renderRules(judged, unused, verbose));
  if (unused.length > 0 || judged.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

function isVerbose(): boolean {
  try {
    return parseArgs({ options: { verbose: { type: 'boolean' } } }).values.verbose ?? false;
  } catch (error) {
    const problem = `Expected no option but --verbose: ${error instanceof Error ? error.message.split('. ')[0] : error}.`;
    throw new Failure({ code: 'usage', problem, fix: 'npm run rules -- --verbose' });
  }
}

await main().catch(reportFailure);
