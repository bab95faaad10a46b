/**
 * `npm run rules` checks the templates with cfn-lint, cfn-lint-serverless, Checkov and the Guard rules of AWS, and checks that each
 * suppression is needed.
 */
import { readOptionsOrEnd } from '../cli/command-options.ts';
import { reportFailure } from '../cli/failure.mjs';
import { gradingSuppressions, gradingTemplate, gradingVariants } from '../template-src/class/grading.ts';
import { learnerRole, learnerRoleVariants } from '../template-src/class/learner-role.ts';
import { applyRules } from '../template-src/rules/apply-rules.ts';
import { judge, type Suppressions } from '../template-src/rules/judge.ts';
import { renderRules } from '../template-src/rules/rules-report.ts';
import { type JsonTemplate, type Variants, variants } from '../template-src/rules/variants.ts';
import { suppressions, template } from '../template-src/template.ts';
import { graderPolicies } from './render.ts';

interface Checked {
  template: object;
  suppressions: Suppressions;
  variants: Variants;
}

/** The templates under these rules, by their files. */
const templates: Readonly<Record<string, Checked>> = {
  'template.yaml': { template, suppressions, variants },
  'class/learner-role.yaml': { ...learnerRole(graderPolicies), variants: learnerRoleVariants },
  'class/grading.yaml': {
    template: gradingTemplate,
    suppressions: gradingSuppressions,
    variants: gradingVariants,
  },
};

async function main(): Promise<void> {
  const { verbose = false } = readOptionsOrEnd({
    script: 'rules',
    about: 'Checks the templates with four sets of rules, and checks that each suppression is still needed.',
    options: { verbose: { type: 'boolean', text: 'list each suppression with its reason' } },
    exitStatus: '0 if the rules found nothing, 1 if they found something.',
  });
  for (const [file, checked] of Object.entries(templates)) {
    console.error(`Checking ${file} with four rule sets (takes some seconds) …`);
    const verdicts = await applyRules(asJson(checked.template), checked.variants);
    const { judged, unused } = judge(verdicts, checked.suppressions);
    console.log(`${file}\n${renderRules(judged, unused, verbose)}\n`);
    if (unused.length > 0 || judged.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
  }
}

function asJson(template: object): JsonTemplate {
  return JSON.parse(JSON.stringify(template));
}

await main().catch(reportFailure);
