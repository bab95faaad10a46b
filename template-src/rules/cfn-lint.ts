import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding, Verdict } from './finding.ts';
import { runRuleTool, saidNothing, versionOf } from './run-rule-tool.ts';
import type { JsonTemplate } from './variants.ts';

interface Match {
  Location: { Path?: (string | number)[] | null };
  Message: string;
  Rule: { Id: string; Source: string };
}

const SERVERLESS = ['--append-rules', 'cfn_lint_serverless.rules'];

/** The ids of cfn-lint-serverless: ES1000, WS1000. */
const isServerless = (rule: string) => /^[EWI]S\d{4}$/.test(rule);

/**
 * Errors, warnings and informational findings. cfn-lint knows SAM, both transforms and all conditions, so it needs no variants.
 * @see https://github.com/aws-cloudformation/cfn-lint and https://github.com/awslabs/serverless-rules
 */
export async function askCfnLint(template: JsonTemplate, folder: string): Promise<Verdict[]> {
  const file = path.join(folder, 'template.json');
  await writeFile(file, JSON.stringify(template));
  const check = ['--template', file, '--regions', 'ap-northeast-1', '--include-checks', 'I'];
  const [printed, listed] = await Promise.all([
    runRuleTool('cfn-lint', { args: [...SERVERLESS, ...check, '--format', 'json'], folder }),
    runRuleTool('cfn-lint', { args: [...SERVERLESS, '--list-rules'], folder }),
  ]);
  const findings = readMatches(printed);
  const rules = [...new Set(listed.match(/^[EWI]S?\d{4}(?=: )/gm))];
  return [verdict('cfn-lint', (rule) => !isServerless(rule)), verdict('cfn-lint-serverless', isServerless)];

  function verdict(set: string, isOfIt: (rule: string) => boolean): Verdict {
    return {
      set,
      version: versionOf('cfn-lint', set),
      rules: rules.filter(isOfIt).length,
      findings: findings.filter(({ rule }) => isOfIt(rule)),
    };
  }
}

function readMatches(printed: string): Finding[] {
  if (!printed.trimStart().startsWith('[')) throw saidNothing('cfn-lint', printed);
  const matches: Match[] = JSON.parse(printed);
  return matches.map(({ Location, Message, Rule }) => {
    const [section, resource, ...rest] = Location.Path ?? [];
    const inResource = section === 'Resources' && resource !== undefined;
    const where = (inResource ? rest : (Location.Path ?? [])).join('.');
    return {
      rule: Rule.Id,
      resource: inResource ? String(resource) : 'template',
      ...(where && { where }),
      what: Message,
      link: Rule.Source,
    };
  });
}
