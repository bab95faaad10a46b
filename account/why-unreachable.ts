import type { Trouble } from '../aws/trouble.ts';
import { Failure } from '../cli/failure.mjs';

/** Explains why AWS cannot be reached at all; undefined for trouble with a single call, such as a missing permission. */
export function whyUnreachable(trouble: Trouble, asked: Asked): Failure | undefined {
  const explain = EXPLAINED[trouble.kind];
  return explain && new Failure({ code: `aws-${trouble.kind}`, ...explain(trouble, asked) });
}

/** Which account was to be read, and by which npm script. */
export interface Asked {
  local: boolean;
  profile?: string;
  command: string;
}

interface Explained {
  problem: string;
  fix: string;
}

const EXPLAINED: Partial<Record<Trouble['kind'], (trouble: Trouble, asked: Asked) => Explained>> = {
  credentials: ({ message }, { profile, command }) => {
    if (/region/i.test(message)) return profile === undefined ? noRegion(command) : noRegionOf(profile);
    return profile === undefined
      ? {
          problem: `AWS does not accept your credentials: ${message}`,
          fix: `aws sts get-caller-identity   # fix this command first; without an account, use npm run ${command} -- --local`,
        }
      : {
          problem: `AWS does not accept the credentials of the profile '${profile}': ${message}`,
          fix: 'aws configure list-profiles   # lists your profiles',
        };
  },
  network: ({ message }, { local, command }) =>
    local
      ? { problem: `The embedded AWS does not answer: ${message}`, fix: 'npm start' }
      : {
          problem: `AWS cannot be reached from this machine: ${message}`,
          fix: `npm run ${command} -- --local   # uses the lab on this machine, without a network`,
        },
  timeout: (_, { command }) => ({
    problem: 'AWS did not answer in time.',
    fix: `npm run ${command} -- --timeout 300`,
  }),
};

/** The SDK reports the same error for a profile that does not exist. */
function noRegionOf(profile: string): Explained {
  return {
    problem: `The profile '${profile}' does not exist in your AWS configuration, or it has no region.`,
    fix: 'aws configure list-profiles   # lists your profiles; add --region if yours has no region',
  };
}

function noRegion(command: string): Explained {
  return {
    problem:
      'No region is set. Set it with --region, AWS_REGION, AWS_DEFAULT_REGION or your profile (the first one counts).',
    fix: `npm run ${command} -- --region ap-northeast-1   # the region in which you did the lab`,
  };
}
