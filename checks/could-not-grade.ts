import { Failure } from '../local/set-up/failure.mjs';
import type { Facts, Trouble } from './facts.ts';

/** Why nothing at all could be looked at, when that is so: one sentence, and the command that helps. */
export function whyNotGraded({ topic }: Facts, asked: Asked): Failure | undefined {
  if (topic.kind !== 'unreadable') return undefined;
  const { trouble } = topic;
  const explain = EXPLAINED[trouble.kind];
  return explain && new Failure({ code: `aws-${trouble.kind}`, ...explain(trouble, asked) });
}

/** Where it was to look. */
interface Asked {
  local: boolean;
  profile?: string;
}

interface Explained {
  problem: string;
  fix: string;
}

const EXPLAINED: Partial<Record<Trouble['kind'], (trouble: Trouble, asked: Asked) => Explained>> = {
  credentials: ({ message }, { profile }) => {
    if (/region/i.test(message)) return profile === undefined ? NO_REGION : noRegionOf(profile);
    return profile === undefined
      ? {
          problem: `AWS does not accept your credentials: ${message}`,
          fix: 'aws sts get-caller-identity   # once that works, so does this; without an account: npm run check -- --local',
        }
      : {
          problem: `The profile '${profile}' has no credentials that AWS accepts: ${message}`,
          fix: 'aws configure list-profiles   # those that there are',
        };
  },
  network: ({ message }, { local }) =>
    local
      ? { problem: `The embedded AWS does not answer: ${message}`, fix: 'npm start' }
      : {
          problem: `AWS cannot be reached from here: ${message}`,
          fix: 'npm run check -- --local   # grades the lab on this machine, without a network',
        },
  timeout: () => ({
    problem: 'AWS did not answer in time.',
    fix: 'npm run check -- --timeout 300',
  }),
};

/** The SDK says the same of a profile that there is not. */
function noRegionOf(profile: string): Explained {
  return {
    problem: `There is no profile '${profile}' in your AWS configuration, or it has no region.`,
    fix: 'aws configure list-profiles   # those that there are; --region gives one a region',
  };
}

const NO_REGION: Explained = {
  problem: 'No region is set: AWS has the lab in one of them, and the grader cannot guess which.',
  fix: 'npm run check -- --region ap-northeast-1   # the region in which you did the lab',
};
