import { Failure } from '../local/set-up/failure.mjs';
import type { Facts, Trouble } from './facts.ts';

/** Why nothing at all could be looked at, when that is so: one sentence, and the command that helps. */
export function whyNotGraded({ topic }: Facts, asked: Pick<Asked, 'local' | 'profile'>): Failure | undefined {
  if (topic.kind !== 'unreadable') return undefined;
  return whyUnreachable(topic.trouble, { ...asked, command: 'check' });
}

/** Why AWS does not answer us at all: undefined for trouble that is about one thing only, such as a missing right. */
export function whyUnreachable(trouble: Trouble, asked: Asked): Failure | undefined {
  const explain = EXPLAINED[trouble.kind];
  return explain && new Failure({ code: `aws-${trouble.kind}`, ...explain(trouble, asked) });
}

/** Where it was to look, and by which of the npm scripts. */
interface Asked {
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
          fix: `aws sts get-caller-identity   # once that works, so does this; without an account: npm run ${command} -- --local`,
        }
      : {
          problem: `The profile '${profile}' has no credentials that AWS accepts: ${message}`,
          fix: 'aws configure list-profiles   # those that there are',
        };
  },
  network: ({ message }, { local, command }) =>
    local
      ? { problem: `The embedded AWS does not answer: ${message}`, fix: 'npm start' }
      : {
          problem: `AWS cannot be reached from here: ${message}`,
          fix: `npm run ${command} -- --local   # the lab on this machine, without a network`,
        },
  timeout: (_, { command }) => ({
    problem: 'AWS did not answer in time.',
    fix: `npm run ${command} -- --timeout 300`,
  }),
};

/** The SDK says the same of a profile that there is not. */
function noRegionOf(profile: string): Explained {
  return {
    problem: `There is no profile '${profile}' in your AWS configuration, or it has no region.`,
    fix: 'aws configure list-profiles   # those that there are; --region gives one a region',
  };
}

function noRegion(command: string): Explained {
  return {
    problem: 'No region is set: AWS has the lab in one of them, and which cannot be guessed.',
    fix: `npm run ${command} -- --region ap-northeast-1   # the region in which you did the lab`,
  };
}
