/**
 * `npm run rules` checks the template with cfn-lint, cfn-lint-serverless, Checkov and the Guard rules of AWS, and checks that each
 * suppression is needed.
 */
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { reportFailure } from '../../cli/failure.mjs';
import { suppressions, template } from '../template.ts';
import { applyRules } from './apply-rules.ts';
import { judge } from './judge.ts';
import { renderRules } from './rules-report.ts';

async function main(): Promise<void> {
  const { verbose = false } = readOptionsOrEnd({
    script: 'rules',
    about: 'Checks the template with four sets of rules, and checks that each suppression is still needed.',
    options: { verbose: { type: 'boolean', text: 'list each suppression with its reason' } },
    exitStatus: '0 if the rules found nothing, 1 if they found something.',
  });
  console.error('Checking the template with four rule sets (takes some seconds) …');
  const { judged, unused } = judge(await applyRules(JSON.parse(JSON.stringify(template))), suppressions);
  console.log(renderRules(judged, unused, verbose));
  if (unused.length > 0 || judged.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

await main().catch(reportFailure);
