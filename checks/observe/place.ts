import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Aws } from '../aws.ts';
import type { Seen } from '../facts.ts';
import { see } from '../trouble.ts';

/** Where the lab is looked for. */
export interface Place {
  /** Twelve digits. */
  account: string;
  region: string;
  /** `aws`, or `aws-cn` and the like. */
  partition: string;
}

/** Asks AWS who asks. Unreadable when there are no credentials that it accepts, no region, or no network. */
export async function findPlace({ sts }: Aws): Promise<Seen<Place>> {
  return see('sts:GetCallerIdentity', async () => {
    // Throws when none is set.
    const region = await sts.config.region();
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    return Account === undefined ? undefined : { account: Account, region, partition: partitionOf(Arn) };
  });
}

function partitionOf(arn = ''): string {
  return arn.split(':')[1] ?? 'aws';
}

/** The ARN of something in this account and region: `arnOf(place, 'sqs', 'thumbnail-queue')`. */
export function arnOf({ partition, region, account }: Place, service: string, name: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${name}`;
}

/** The last part of an ARN: `thumbnail-queue`; of a role with a path, its name. */
export function nameOfArn(arn: string): string {
  return arn.split(':').at(-1)?.split('/').at(-1) ?? arn;
}
