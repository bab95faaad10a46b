import {
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import type { Aws } from '../../aws/clients.ts';
import { firstPages } from '../../aws/pages.ts';
import { readPolicy } from './boundary.ts';
import { parsePolicyText } from './policy-text.ts';

/** An identity-based policy, inline or managed. */
export interface NamedPolicy {
  name: string;
  /** As JSON. */
  document: unknown;
}

/** Reads the policies of a role: first the inline ones. @throws the error of AWS when it does not answer. */
export async function readRolePolicies(aws: Aws, RoleName: string): Promise<NamedPolicy[]> {
  const [inline, attached] = await Promise.all([
    inlinePolicies(aws, RoleName),
    attachedPolicies(aws, RoleName),
  ]);
  return [...inline, ...attached];
}

async function inlinePolicies({ iam }: Aws, RoleName: string): Promise<NamedPolicy[]> {
  const names: string[] = [];
  for await (const page of firstPages(paginateListRolePolicies({ client: iam }, { RoleName })))
    names.push(...(page.PolicyNames ?? []));
  const read = async (PolicyName: string) => {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return { name: PolicyName, document: parsePolicyText(PolicyDocument) };
  };
  return Promise.all(names.map(read));
}

async function attachedPolicies(aws: Aws, RoleName: string): Promise<NamedPolicy[]> {
  const arns: string[] = [];
  for await (const page of firstPages(paginateListAttachedRolePolicies({ client: aws.iam }, { RoleName })))
    arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
  const read = async (arn: string) => ({
    name: arn.split('/').at(-1) ?? arn,
    document: await readPolicy(aws, arn),
  });
  return Promise.all(arns.map(read));
}
