import { type Trouble, whyDenied } from '../aws/trouble.ts';

/** Why a learner has no grade, in the words of an instructor: what happened, and what to do. */
export const inWords = {
  role(roleArn: string, { kind, message }: Trouble): string {
    if (kind === 'denied')
      return `AWS does not let the grader assume ${nameOfRole(roleArn)}. Check that the role exists, that it trusts your account, and that the external id in the roster is the role's own.`;
    return `The grader could not assume ${nameOfRole(roleArn)}: ${withoutAccounts(message)} ${whatNext(kind)}`.trim();
  },

  account(trouble: Trouble | undefined, profile?: string): string {
    if (trouble === undefined) return 'The grader could not read anything in the account.';
    const { kind, message } = trouble;
    if (kind === 'denied')
      return `The grader got into the account, but ${whyDenied(trouble)}. Give the role or user the grader's policy.`;
    const through = profile === undefined ? '' : ` through the profile '${profile}'`;
    return `The grader could not look into the account${through}: ${withoutAccounts(message)} ${whatNext(kind)}`.trim();
  },

  wrongAccount(expected: string, found: string): string {
    return `The roster expects the account ${masked(expected)}, but the way in leads to ${masked(found)}.`;
  },

  time(seconds: number): string {
    return `The time limit of ${seconds} s was over before the grading had ended. Grade this learner again, with a longer --timeout if it happens again.`;
  },

  bug(reason: string): string {
    return `The grader itself failed: ${withoutAccounts(reason)}`;
  },
} as const;

function whatNext(kind: Trouble['kind']): string {
  switch (kind) {
    case 'throttled':
      return 'AWS throttled the calls. Grade this learner again later.';
    case 'network':
    case 'timeout':
      return 'Check the network, then grade this learner again.';
    case 'credentials':
      return 'Check the credentials of this way in.';
    default:
      return '';
  }
}

function nameOfRole(arn: string): string {
  return `the role ${withoutAccounts(arn)}`;
}

/** Only the last four digits of an account stay. */
function withoutAccounts(text: string): string {
  return text.replace(/(?<!\d)\d{12}(?!\d)/g, masked);
}

function masked(account: string): string {
  return `…${account.slice(-4)}`;
}
