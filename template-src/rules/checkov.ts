import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding, Verdict } from './finding.ts';
import { runRuleTool, saidNothing, versionOf } from './run-rule-tool.ts';
import { deployed, type JsonTemplate, type Variants } from './variants.ts';

interface Check {
  check_id: string;
  check_name: string;
  check_result: { evaluated_keys?: string[] };
  file_path: string;
  /** `AWS::S3::Bucket.ImageBucket`. */
  resource: string;
}

interface Answer {
  results: { passed_checks: Check[]; failed_checks: Check[]; parsing_errors: string[] };
}

/**
 * Checkov takes any `Fn::If` for a value, so it gets the resources as they are deployed.
 * @see https://www.checkov.io/5.Policy%20Index/cloudformation.html
 */
export async function askCheckov(
  template: JsonTemplate,
  folder: string,
  variants: Variants,
): Promise<Verdict[]> {
  const names = Object.keys(variants);
  for (const [variant, known] of Object.entries(variants)) {
    const Resources = deployed(template, known);
    const text = {
      AWSTemplateFormatVersion: '2010-09-09',
      Transform: 'AWS::Serverless-2016-10-31',
      Resources,
    };
    await writeFile(path.join(folder, `${variant}.json`), JSON.stringify(text));
  }
  const files = names.flatMap((variant) => ['--file', `${variant}.json`]);
  // Without --skip-download, it asks the service of its maker for texts that are not needed here.
  const offline = ['--skip-download', '--framework', 'cloudformation'];
  const printed = await runRuleTool('checkov', { args: [...files, ...offline, '--output', 'json'], folder });
  const { passed_checks, failed_checks } = readAnswer(printed);
  const findings = failed_checks.map((check) => toFinding(check, names));
  const rules = new Set([...passed_checks, ...failed_checks].map(({ check_id }) => check_id)).size;
  return [{ set: 'checkov', version: versionOf('checkov', 'checkov'), rules, findings }];
}

function readAnswer(printed: string): Answer['results'] {
  const isAnswer = printed.trimStart().startsWith('{');
  const { results }: Partial<Answer> = isAnswer ? JSON.parse(printed) : {};
  if (results === undefined || results.parsing_errors.length > 0) throw saidNothing('checkov', printed);
  return results;
}

function toFinding(
  { check_id, check_name, check_result, file_path, resource }: Check,
  variants: readonly string[],
): Finding {
  const variant = variants.find((name) => file_path.endsWith(`${name}.json`));
  const where = (check_result.evaluated_keys ?? []).join(', ').replaceAll('/', '.');
  return {
    rule: check_id,
    resource: resource.split('.').slice(1).join('.'),
    ...(where && { where }),
    what: check_name,
    link: 'https://www.checkov.io/5.Policy%20Index/cloudformation.html',
    ...(variant && { variant }),
  };
}
