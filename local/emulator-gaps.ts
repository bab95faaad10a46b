/**
 * The one place that knows what the embedded AWS does otherwise than AWS, and mends it. Each function gives back a
 * sentence for each thing that it did; an emulator without the gap is left alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import {
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { parse } from 'yaml';

interface Statement {
  Effect: string;
  Condition?: { Bool?: Record<string, string> };
}

/** What our template uses of a lifecycle rule. */
interface LifecycleRuleInTemplate {
  Id: string;
  Status: 'Enabled' | 'Disabled';
  Prefix: string;
  ExpirationInDays: number;
  NoncurrentVersionExpiration: { NoncurrentDays: number };
}

/** The part of a built template that is read here. */
interface Template {
  Resources: Record<string, { Properties?: Properties }>;
}

interface Properties {
  PolicyDocument?: { Statement: Statement[] };
  LifecycleConfiguration?: { Rules: LifecycleRuleInTemplate[] };
}

/**
 * The embedded AWS speaks plain HTTP, on the loopback only, and enforces policies: the statements that refuse whoever
 * comes without TLS would refuse everybody. Takes them out of a built template, before it is deployed.
 */
export function leaveOutTlsDemands(templateFile: string): string[] {
  const template = readTemplate(templateFile);
  let removed = 0;
  for (const [id, { Properties }] of Object.entries(template.Resources)) {
    const policy = Properties?.PolicyDocument;
    if (policy === undefined || !policy.Statement.some(demandsTls)) continue;
    policy.Statement = policy.Statement.filter((statement) => !demandsTls(statement));
    removed++;
    if (policy.Statement.length === 0) delete template.Resources[id];
  }
  if (removed === 0) return [];
  // JSON is YAML.
  writeFileSync(templateFile, JSON.stringify(template, null, 2));
  return [`It speaks HTTP on this machine: ${removed} statements that demand TLS are left out.`];
}

function demandsTls({ Effect, Condition }: Statement): boolean {
  return Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false';
}

/**
 * MiniStack's CloudFormation drops the lifecycle rules of a bucket, and S3's own API keeps them: reads back what the
 * template asked for, and asks again for what is missing.
 */
export async function restoreLifecycleRules(
  s3: S3Client,
  bucket: string,
  templateFile: string,
): Promise<string[]> {
  const asked =
    readTemplate(templateFile).Resources.ImageBucket?.Properties?.LifecycleConfiguration?.Rules ?? [];
  const found = await readLifecycleRules(s3, bucket);
  const missing = asked.filter((rule) => !found.some(({ ID }) => ID === rule.Id));
  if (missing.length === 0) return [];
  const Rules = [...found, ...missing.map(toApiRule)];
  const configuration = { Bucket: bucket, LifecycleConfiguration: { Rules } };
  await s3.send(new PutBucketLifecycleConfigurationCommand(configuration));
  const names = missing.map((rule) => `'${rule.Id}'`).join(', ');
  return [`Its CloudFormation drops lifecycle rules: S3's API puts ${names} in place.`];
}

function toApiRule(rule: LifecycleRuleInTemplate): LifecycleRule {
  const { Id, Status, Prefix, ExpirationInDays, NoncurrentVersionExpiration } = rule;
  return {
    ID: Id,
    Status,
    Filter: { Prefix },
    Expiration: { Days: ExpirationInDays },
    NoncurrentVersionExpiration,
  };
}

async function readLifecycleRules(s3: S3Client, bucket: string): Promise<LifecycleRule[]> {
  try {
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    return Rules ?? [];
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'NoSuchLifecycleConfiguration') return [];
    throw error;
  }
}

/** As `sam build` wrote it: without short tags, so that a plain parser reads it. */
function readTemplate(file: string): Template {
  return parse(readFileSync(file, 'utf8'));
}
