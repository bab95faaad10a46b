import pLimit from 'p-limit';
import { connect } from '../account/connect.ts';
import { readFacts } from '../account/observe/facts-file.ts';
import { findPlace } from '../account/observe/place.ts';
import { Failure } from '../cli/failure.mjs';
import { openAccount } from './grade-learner.ts';
import type { Learner } from './learner.ts';
import { inWords } from './trouble-in-words.ts';

export interface RosterCheck {
  /** Learners whose way in works. */
  good: number;
  /** Learners for whom the roster names no way in. */
  none: Learner[];
  problems: { learner: Learner; problem: string }[];
}

type Way = { account: string } | { problem: string } | undefined;

/** Tries each way in without grading. It reports ways that do not work, other accounts than expected, and accounts that occur twice. */
export async function checkRoster(
  learners: readonly Learner[],
  { atOnce, ...place }: Parameters<typeof tryWayIn>[1] & { atOnce: number },
): Promise<RosterCheck> {
  const limit = pLimit(atOnce);
  const ways = await Promise.all(learners.map((learner) => limit(() => tryWayIn(learner, place))));
  const first = new Map<string, Learner>();
  const problems: RosterCheck['problems'] = [];
  for (const [index, learner] of learners.entries()) {
    const way = ways[index];
    if (way === undefined) continue;
    const problem = 'problem' in way ? way.problem : accountProblem(learner, way.account, first);
    if (problem !== undefined) problems.push({ learner, problem });
  }
  const none = learners.filter((_, index) => ways[index] === undefined);
  return { good: learners.length - none.length - problems.length, none, problems };
}

/** @param first the first learner of each account. This function adds to it. */
function accountProblem(learner: Learner, account: string, first: Map<string, Learner>): string | undefined {
  if (learner.account !== undefined && account !== '' && account !== learner.account)
    return inWords.wrongAccount(learner.account, account);
  // The accounts of facts from files are masked.
  if (/^0*$/.test(account)) return undefined;
  const other = first.get(account);
  if (other === undefined) first.set(account, learner);
  return other === undefined
    ? undefined
    : `This is the same account as that of ${other.id} on line ${other.line}.`;
}

async function tryWayIn(
  learner: Learner,
  place: {
    base: Parameters<typeof openAccount>[1]['base'];
    factsFile(file: string): string;
    signal?: AbortSignal | undefined;
  },
): Promise<Way> {
  const { access, region } = learner;
  if (access.kind === 'none') return undefined;
  try {
    if (access.kind === 'facts') return { account: readFacts(place.factsFile(access.file)).account };
    const opened = await openAccount(learner, { ...place, readOnly: true });
    if ('status' in opened) return { problem: opened.trouble };
    const found = await findPlace(connect({ ...opened, ...(region !== undefined && { region }) }));
    if (found.kind === 'found') return { account: found.value.account };
    const trouble = found.kind === 'unreadable' ? found.trouble : undefined;
    return { problem: inWords.account(trouble, access.kind === 'profile' ? access.profile : undefined) };
  } catch (error) {
    if (error instanceof Failure) return { problem: error.message };
    throw error;
  }
}
