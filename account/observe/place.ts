import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Aws } from '../../aws/clients.ts';
import { type Seen, see } from '../seen.ts';

/** The account and region in which the grader looks for the lab. */
export interface Place {
  /** Twelve digits. */
  account: string;
  region: string;
  /** `aws`, or another partition such as `aws-cn`. */
  partition: string;
  /** The ARN of the caller. */
  caller?: string;
}

/**
 * Asks AWS for the account and the caller. The result is unreadable without valid credentials, a region or a network.
 */
export async function findPlace({ sts }: Aws): Promise<Seen<Place>> {
  return see('sts:GetCallerIdentity', async () => {
    // Throws when no region is set.
    const region = await sts.config.region();
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    return Account === undefined
      ? undefined
      : { account: Account, region, partition: partitionOf(Arn), caller: Arn ?? '' };
  });
}

function partitionOf(arn = ''): string {
  return arn.split(':')[1] ?? 'aws';
}

/** Builds the ARN of a resource in this account and region: `arnOf(place, 'sqs', 'thumbnail-queue')`. */
export function arnOf({ partition, region, account }: Place, service: string, name: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${name}`;
}

/** Returns the last part of an ARN: `thumbnail-queue`, or the name of a role with a path. */
export function nameOfArn(arn: string): string {
  return arn.split(':').at(-1)?.split('/').at(-1) ?? arn;
}
