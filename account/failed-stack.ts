import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { regionBeforeProfile } from '../aws/region.ts';
import { Failure } from '../cli/failure.mjs';
import { root } from '../cli/project.mjs';
import { STACK_NAME } from './stack.ts';

/** Tells whether CloudFormation cannot update a stack with this status. The next deployment fails until it is deleted. */
export function isFailed(status: string | undefined): boolean {
  return /^(ROLLBACK_COMPLETE|(ROLLBACK|CREATE|DELETE)_FAILED)$/.test(status ?? '');
}

/**
 * Finds out whether the state of the stack blocks a deployment, or made it fail.
 * @param args the arguments of `sam deploy`.
 * @returns undefined when the stack does not block it, or when AWS cannot be read. SAM then reports the error itself.
 */
export async function stackInTheWay(args: readonly string[]): Promise<Failure | undefined> {
  const profile = option(args, '--profile');
  const region = regionBeforeProfile(option(args, '--region'));
  const client = new CloudFormationClient({ ...(profile && { profile }), ...(region && { region }) });
  const StackName = option(args, '--stack-name') ?? configuredStack(args);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const status = Stacks[0]?.StackStatus;
    if (status === 'REVIEW_IN_PROGRESS') return changeSetRefused(StackName);
    if (status === undefined || !isFailed(status)) return undefined;
    return cannotUpdate(StackName, status, await firstReason(client, StackName));
  } catch {
    return undefined;
  }
}

function cannotUpdate(name: string, status: string, reason: string): Failure {
  return new Failure({
    code: 'stack-failed',
    problem: `The stack ${name} has the status ${status}: ${reason}. CloudFormation cannot update it, only delete it.`,
    fix: `npm run clean -- --stack ${name}   # then deploy again`,
  });
}

/** Explains a rejected change set. Usually a name exists already, but the message of CloudFormation does not name it. */
function changeSetRefused(name: string): Failure {
  return new Failure({
    code: 'change-set-refused',
    problem: `CloudFormation rejected the change set of the stack ${name} and created nothing. If the lines above say "early validation", a resource with one of its names exists already. It can belong to a lab that was built by hand, or it can be the retained bucket of a deleted stack.`,
    fix: `aws cloudformation describe-events --stack-name ${name}   # names the resource. Then deploy with NameSuffix=-two, or remove the other lab: npm run clean`,
  });
}

/** Finds the first failure, which caused the others. Events are sorted from newest to oldest. */
async function firstReason(client: CloudFormationClient, StackName: string): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  const failed = StackEvents.filter(({ ResourceStatus = '' }) => /_FAILED$/.test(ResourceStatus)).at(-1);
  if (failed === undefined) return 'its creation failed';
  return `${failed.LogicalResourceId} failed (${failed.ResourceStatusReason?.trim().replace(/\.$/, '')})`;
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  if (at >= 0) return args[at + 1];
  return args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Reads the stack name from samconfig.toml, where `sam deploy --guided` saves it before the deployment. */
function configuredStack(args: readonly string[]): string {
  const environment = option(args, '--config-env') ?? 'default';
  const text = readFileSync(path.join(root, 'samconfig.toml'), 'utf8');
  const tables = ['deploy', 'global'].map(
    (table) => text.split(`[${environment}.${table}.parameters]`)[1]?.split(/^\[/m)[0],
  );
  const names = tables.map((table) => /^stack_name\s*=\s*"(.*)"/m.exec(table ?? '')?.[1]);
  return names.find((name) => name !== undefined) ?? STACK_NAME;
}
