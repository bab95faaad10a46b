import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding, Verdict } from './finding.ts';
import { runRuleTool, versionOf } from './run-rule-tool.ts';
import { deployed, type JsonResource, type JsonTemplate, type Variants } from './variants.ts';

interface Judgement {
  rule: string;
  status: 'PASS' | 'FAIL' | 'SKIP';
  /** `Violation: …`, and mostly `Fix: …`. */
  message: string;
}

interface Asked {
  variant: string;
  id: string;
  resource: JsonResource;
}

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'ask-guard.py');

/**
 * The rules of AWS for CloudFormation Guard about buckets, their policies and roles, from the Guard rules registry.
 * @see https://github.com/aws-cloudformation/aws-guard-rules-registry
 */
export async function askGuard(
  template: JsonTemplate,
  folder: string,
  variants: Variants,
): Promise<Verdict[]> {
  const asked = Object.entries(variants).flatMap(([variant, known]) =>
    Object.entries(deployed(template, known)).map(([id, resource]): Asked => ({ variant, id, resource })),
  );
  const input = JSON.stringify(asked.map(({ resource }) => resource)).replaceAll(...TLS_AS_BOOLEAN);
  const printed = await runRuleTool('guard', { args: [script], executable: 'python', folder, input });
  const judgements: Judgement[][] = JSON.parse(printed);
  const looked = judgements.flat().filter(({ status }) => status !== 'SKIP');
  return [
    {
      set: 'AWS Guard rules',
      version: versionOf('guard', 'awslabs-aws-iac-mcp-server'),
      rules: new Set(looked.map(({ rule }) => rule)).size,
      findings: asked.flatMap((one, at) => findingsOf(one, judgements[at] ?? [])),
    },
  ];
}

/** The rule for TLS only knows the condition as a boolean. To IAM, the text means the same. */
const TLS_AS_BOOLEAN = [/(?<="aws:SecureTransport":)"(true|false)"/g, '$1'] as const;

function findingsOf({ variant, id, resource }: Asked, judgements: readonly Judgement[]): Finding[] {
  return judgements
    .filter(({ status }) => status === 'FAIL')
    .map(({ rule, message }) => ({
      rule,
      resource: id,
      what: message.trim().replaceAll(/\s+/g, ' ') || `${resource.Type} breaks it.`,
      link: 'https://github.com/aws-cloudformation/aws-guard-rules-registry',
      variant,
    }));
}
