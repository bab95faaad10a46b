import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { judge, type Rules } from '../judge.ts';
import type { Learner } from '../learner.ts';
import type { LearnerResult, Status } from '../result.ts';
import { parseRoster } from '../roster.ts';
import { type ResultsOptions, renderResults } from '../write-results.ts';
import type { RunSettings } from './grade-event.ts';
import { keysOf } from './result-store.ts';

/** What the report looks like. All of it has defaults, because a schedule gives none. */
export interface ReportSettings extends Partial<Omit<ResultsOptions, 'at'>>, Partial<Rules> {}

export interface ReportEvent {
  run: string;
  /** The key of the roster. */
  roster: string;
  settings: RunSettings & ReportSettings;
}

/** How many learners have each status. The counts add up to the roster. */
export type Counts = Record<Status, number>;

/** Calls to S3 at the same time. */
const AT_ONCE = 50;

const TYPES = {
  html: 'text/html',
  csv: 'text/csv',
  json: 'application/json',
  xml: 'text/xml',
  md: 'text/markdown',
};

/** Makes the gradebook and the pages of a class from the results of a run, and puts them into the folder of its report. */
export async function reportEvent(
  { run, roster, settings }: ReportEvent,
  s3: S3Client,
  Bucket: string,
): Promise<Counts> {
  const keys = keysOf(run);
  const limit = pLimit(AT_ONCE);
  const { learners } = parseRoster(await read(roster));
  const found = await results();
  const at = new Date().toISOString();
  const all = (learner: Learner) => [found.get(learner.id) ?? notGraded(learner, at)];
  const { counts = 'last', deadline, byHand = false } = settings;
  const judged = judge(learners, all, { counts, deadline, byHand });
  const rows = learners.flatMap((learner, index) => {
    const one = judged[index];
    return one === undefined ? [] : [{ learner, judged: one }];
  });
  const { title = 'Serverless image lab', gradebook = 'plain', canvasAssignment } = settings;
  const { files } = renderResults(rows, { at, title, gradebook, canvasAssignment });
  await Promise.all([...files].map(([name, text]) => limit(() => write(`${keys.report}${name}`, text))));
  return countsOf(judged);

  async function results(): Promise<ReadonlyMap<string, LearnerResult>> {
    const names: string[] = [];
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: keys.results }))
      names.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    const parsed = await Promise.all(names.map((name) => limit(async () => parseResult(await read(name)))));
    return new Map(parsed.map((result) => [result.id, result]));
  }

  async function read(Key: string): Promise<Uint8Array> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  }

  async function write(Key: string, Body: string): Promise<void> {
    const ending = Key.split('.').at(-1) ?? '';
    const type = TYPES[ending as keyof typeof TYPES] ?? 'text/plain';
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: `${type}; charset=utf-8` }));
  }
}

/** Only the function that grades can write results, so they have this form. */
function parseResult(bytes: Uint8Array): LearnerResult {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** A learner whom the function never graded is not lost: the report says so, and a continued run grades the learner. */
function notGraded({ id, name }: Learner, gradedAt: string): LearnerResult {
  return {
    ...{ id, name, status: 'grader-failed', grade: null, provenance: null, gradedAt, durationMs: 0 },
    trouble: 'The grader did not come to this learner. Continue the run: npm run class:run -- --continue',
    ...{ changedAt: null, traces: null },
  };
}

export function countsOf(results: readonly Pick<LearnerResult, 'status'>[]): Counts {
  const counts: Counts = { graded: 0, 'not-begun': 0, unreachable: 0, 'grader-failed': 0 };
  for (const { status } of results) counts[status]++;
  return counts;
}
