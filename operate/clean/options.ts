import { parseArgs } from 'node:util';
import { Failure } from '../../local/set-up/failure.mjs';
import type { Asked } from './plan.ts';

export interface CleanOptions extends Asked {
  help: boolean;
  local: boolean;
  yes: boolean;
  dryRun: boolean;
  region?: string;
  profile?: string;
}

export const USAGE = `npm run clean [-- options]

  Removes all that the lab made in the AWS account of your current credentials,
  by sam deploy or by hand. Shows it first, and asks.

  --dry-run                 only show it
  --yes                     do not ask: for scripts
  --local                   the embedded AWS that 'npm start' runs, instead
  --stack NAME              this stack and nothing else
  --topic NAME              the topic, when several could be meant
  --bucket NAME             the bucket of a lab that was made by hand
  --also NAME               something wired to the lab that is called otherwise
                            than in the lab; may be given several times
  --bucket-with-everything  the bucket even when other objects are in it
  --region REGION           instead of your profile's own
  --profile NAME            a profile of your AWS configuration
  --help                    this text

Exit status: 0 it is gone, or was not there, 1 something is left, 2 nothing was
done: it could not be looked at, or nobody could be asked.`;

/** @throws Failure that names the option. */
export function parseCleanOptions(args: readonly string[]): CleanOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ help: { ...flag, short: 'h' }, local: flag, yes: flag, 'dry-run': flag },
        ...{ 'bucket-with-everything': flag, also: { ...text, multiple: true } },
        ...{ stack: text, topic: text, bucket: text, region: text, profile: text },
      },
    });
    const {
      'dry-run': dryRun = false,
      'bucket-with-everything': bucketWithEverything = false,
      ...rest
    } = values;
    const { help = false, local = false, yes = false, also = [], ...names } = rest;
    if (local && (names.region ?? names.profile) !== undefined)
      throw usage('--local is the embedded AWS, which has no profile or region to choose.');
    if (names.stack !== undefined && (names.topic ?? names.bucket) !== undefined)
      throw usage('--stack has its own topic and bucket: it goes without --topic and --bucket.');
    return { help, local, yes, also, dryRun, bucketWithEverything, ...names };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw usage(`${error instanceof Error ? (error.message.split('. ')[0] ?? '') : error}.`);
  }
}

function usage(problem: string): Failure {
  return new Failure({ code: 'usage', problem, fix: 'npm run clean -- --help' });
}
