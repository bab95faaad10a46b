import { connect } from '../account/connect.ts';
import type { Facts } from '../account/facts.ts';
import { readFacts } from '../account/observe/facts-file.ts';
import { maskAccounts, maskEmails } from '../account/observe/mask.ts';
import type { AwsOptions } from '../aws/clients.ts';
import { type Trouble, troubleOf } from '../aws/trouble.ts';
import { type Grade, gradeFacts } from '../checks/grade.ts';
import { gradeAccount } from '../checks/grade-account.ts';
import { cleanText } from '../cli/clean-text.mjs';
import { Failure } from '../cli/failure.mjs';
import { assumeRole } from './assume-role.ts';
import type { Learner } from './learner.ts';
import type { LearnerResult, Status } from './result.ts';
import { lastChange, tracesOf } from './traces.ts';
import { inWords } from './trouble-in-words.ts';

export interface GradingLimits {
  /** When true, nothing is published, uploaded or removed. */
  readOnly: boolean;
  /** The longest time for one learner. */
  seconds: number;
  /** Ids of tasks. Default: all. */
  tasks?: readonly string[] | undefined;
  /** Ids of tasks that are removed from the points and the maximum. */
  without?: readonly string[] | undefined;
}

export interface GradingPlace {
  /** The instructor's own account and region. */
  base: AwsOptions;
  /** Resolves the path of a facts file, which is relative to the roster. */
  factsFile(file: string): string;
  /** When it is aborted, the learner's grading ends, and the probe still removes what it created. */
  signal?: AbortSignal | undefined;
  say?: ((line: string) => void) | undefined;
}

export interface GradedLearner {
  result: LearnerResult;
  /** What the grade was made from, with masked account ids and addresses; undefined without a grade. */
  facts?: Facts;
}

/** Seconds in which the probe removes what it created, after the time is over. */
const SECONDS_TO_CLEAN_UP = 25;

/**
 * Grades one learner. Never throws: trouble with one learner is a result like any other.
 * @example
 * const { result } = await gradeLearner(learner, { readOnly: true, seconds: 120 }, { base: {}, factsFile: path.resolve });
 * console.log(result.status, result.grade?.score);
 */
export async function gradeLearner(
  learner: Learner,
  limits: GradingLimits,
  place: GradingPlace,
): Promise<GradedLearner> {
  const gradedAt = new Date().toISOString();
  const startedAt = performance.now();
  const end = (graded: Ending): GradedLearner => {
    const durationMs = Math.round(performance.now() - startedAt);
    const about = { id: learner.id, name: learner.name, gradedAt, durationMs };
    return 'facts' in graded
      ? { facts: graded.facts, result: { ...about, ...withGrade(graded.facts, graded.grade) } }
      : { result: { ...about, ...withoutGrade(graded) } };
  };
  const time = new AbortController();
  const timer = setTimeout(() => time.abort(), limits.seconds * 1000);
  const signal = place.signal ? AbortSignal.any([time.signal, place.signal]) : time.signal;
  try {
    const graded = gradeNow(learner, limits, { ...place, signal });
    const late = abandonedAfter((limits.seconds + SECONDS_TO_CLEAN_UP) * 1000);
    const ending = await Promise.race([graded, late.promise]).finally(late.stop);
    return end(time.signal.aborted ? outOfTime(limits) : ending);
  } catch (error) {
    return end(time.signal.aborted ? outOfTime(limits) : failed(error));
  } finally {
    clearTimeout(timer);
  }
}

/** How the grading of a learner ended. */
type Ending = { facts: Facts; grade: Grade } | NoGrade;

interface NoGrade {
  status: Exclude<Status, 'graded'>;
  trouble: string;
}

async function gradeNow(
  learner: Learner,
  limits: GradingLimits,
  { base, factsFile, signal, say = () => {} }: GradingPlace,
): Promise<Ending> {
  const { access, region, stack, topic, bucket } = learner;
  const { readOnly, tasks: only, without, seconds } = limits;
  if (access.kind === 'none') {
    return { status: 'not-begun', trouble: 'The roster names no way into an account for this learner.' };
  }
  if (access.kind === 'facts') {
    const facts = readFacts(factsFile(access.file));
    return { facts: shared(facts), grade: gradeFacts(shared(facts), only, 'file', without) };
  }
  const opened = await openAccount(learner, { base, readOnly, signal });
  if ('status' in opened) return opened;
  const { facts } = await gradeAccount(connect({ ...opened, ...(region !== undefined && { region }) }), {
    ...{
      readOnly,
      only,
      without,
      stack,
      topic,
      bucket,
      say,
      signal,
      seconds: seconds / 3,
      isOneOfMany: true,
    },
  });
  if (learner.account !== undefined && facts.account !== '' && facts.account !== learner.account) {
    return { status: 'unreachable', trouble: inWords.wrongAccount(learner.account, facts.account) };
  }
  const masked = shared(facts);
  const grade = gradeFacts(masked, only, 'account', without);
  return isJudged(grade) ? { facts: masked, grade } : unreachable(learner, troubleIn(facts));
}

/** Returns the options of the clients for a learner's account, or why there are none. */
export async function openAccount(
  { access }: Learner,
  { base, readOnly, signal }: { base: AwsOptions; readOnly: boolean; signal?: AbortSignal | undefined },
): Promise<AwsOptions | NoGrade> {
  const { region, endpoint, onCall } = base;
  if (access.kind === 'profile') return { region, endpoint, onCall, profile: access.profile };
  if (access.kind !== 'role') return base;
  try {
    return { region, endpoint, onCall, credentials: await assumeRole(access, { base, readOnly, signal }) };
  } catch (error) {
    const trouble = troubleOf(error, 'sts:AssumeRole');
    return { status: 'unreachable', trouble: inWords.role(access.roleArn, trouble) };
  }
}

/** Whether the grader could judge anything. */
function isJudged({ tasks }: Grade): boolean {
  return tasks.some(({ steps }) => steps.some(({ verdict }) => verdict !== 'error' && verdict !== 'skipped'));
}

function unreachable({ access }: Learner, trouble: Trouble | undefined): Ending {
  const profile = access.kind === 'profile' ? access.profile : undefined;
  return { status: 'unreachable', trouble: inWords.account(trouble, profile) };
}

function troubleIn({ topic }: Facts): Trouble | undefined {
  return topic.kind === 'unreadable' ? topic.trouble : undefined;
}

/** What was found by then is not used, because it would be a part of the truth. */
function outOfTime({ seconds }: GradingLimits): Ending {
  return { status: 'grader-failed', trouble: inWords.time(seconds) };
}

/** A Failure is about the learner's row or account. Anything else is a bug of the grader. */
function failed(error: unknown): Ending {
  if (error instanceof Failure) return { status: 'unreachable', trouble: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  return { status: 'grader-failed', trouble: inWords.bug(reason) };
}

function abandonedAfter(milliseconds: number): { promise: Promise<never>; stop(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('The grading did not end.')), milliseconds);
  return { promise, stop: () => clearTimeout(timer) };
}

/** Results are stored and handed out, so ids and addresses are masked in them. Masked facts get the same grade. */
function shared(facts: Facts): Facts {
  return maskEmails(maskAccounts(facts, facts.account));
}

function withGrade(facts: Facts, grade: Grade) {
  const status: Status = isBegun(grade) ? 'graded' : 'not-begun';
  return {
    ...{ status, grade, trouble: null, provenance: grade.provenance },
    ...{ changedAt: lastChange(facts), traces: tracesOf(facts) },
  };
}

function isBegun({ tasks }: Grade): boolean {
  return tasks.some(({ steps }) =>
    steps.some(({ verdict }) => verdict === 'pass' || verdict === 'fail' || verdict === 'error'),
  );
}

function withoutGrade({ status, trouble }: { status: Status; trouble: string }) {
  return {
    ...{ status, grade: null, trouble: cleanText(trouble), provenance: null },
    ...{ changedAt: null, traces: null },
  };
}
