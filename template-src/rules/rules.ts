/**
 * `npm run rules`: whether the template keeps the rules of cfn-lint, cfn-lint-serverless, Checkov and AWS's Guard rules, and
 * whether each suppression is needed. `-- --verbose` prints the reasons. Exit status 1 when something is found.
 */
import { reportFailure } from '../../local/set-up/failure.mjs';
import { suppressions, template } from '../template.ts';
import { applyRules } from './apply-rules.ts';
import { judge } from './judge.ts';
import { renderRules } from './rules-report.ts';

async function main(): Promise<void> {
  const { judged, unused } = judge(await applyRules(JSON.parse(JSON.stringify(template))), suppressions);
  console.log(renderRules(judged, unused, process.argv.includes('--verbose')));
  if (unused.length > 0 || judged.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

await main().catch(reportFailure);
