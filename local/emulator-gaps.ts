/**
 * The one place (with the files beside it of the same first name) that knows what the embedded AWS does otherwise than AWS,
 * and mends it. Each function gives back a sentence for each thing that it did; an emulator without the gap is left alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type AskedBucket, restoreBucket } from './emulator-gaps-bucket.ts';
import { restoreTopicKeys } from './emulator-gaps-topics.ts';
import { restoreMaximumConcurrency } from './emulator-gaps-triggers.ts';
import type { Clients } from './local-aws.ts';
import { readStack } from './stack.ts';

interface Statement {
  Effect: string;
  Condition?: { Bool?: Record<string, string> };
}

interface Properties {
  PolicyDocument?: { Statement: Statement[] };
  /** Of a topic, evaluated. */
  KmsMasterKeyId?: string;
}

/** The part of a built template that is read here. */
interface Template {
  Conditions?: object;
  Resources: Record<string, { Type: string; Properties?: Properties }>;
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

/** After a deployment: reads back what the template asked for, and asks the services themselves for what is missing. */
export async function mendStack(
  { s3, sns, lambda, cloudFormation }: Pick<Clients, 's3' | 'sns' | 'lambda' | 'cloudFormation'>,
  templateFile: string,
  stackName?: string,
): Promise<string[]> {
  const { Resources, Conditions } = readTemplate(templateFile);
  const stack = await readStack(cloudFormation, stackName);
  const asked = (id: string) => stack.evaluate(Resources[id]?.Properties, Conditions);
  const topics = Object.keys(stack.physicalIds).filter((id) => Resources[id]?.Type === 'AWS::SNS::Topic');
  const topicKeys = topics.map(
    (id) => [stack.physicalIds[id] ?? '', (asked(id) as Properties).KmsMasterKeyId] as const,
  );
  return [
    // Evaluated, it is as S3's part of the template has it.
    ...(await restoreBucket(s3, stack.physicalIds.ImageBucket ?? '', asked('ImageBucket') as AskedBucket)),
    ...(await restoreTopicKeys(sns, topicKeys)),
    ...(await restoreMaximumConcurrency(lambda)),
  ];
}

/** As `sam build` wrote it: without short tags, so that a plain parser reads it. */
function readTemplate(file: string): Template {
  return parse(readFileSync(file, 'utf8'));
}
