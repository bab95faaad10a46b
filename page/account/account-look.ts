import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Facts } from '../../account/facts.ts';
import { type LoggedInvocation, readInvocations } from '../../account/logs/invocations.ts';
import { troubleLines } from '../../account/logs/trouble-lines.ts';
import { foundIn } from '../../account/seen.ts';
import type { Aws } from '../../aws/clients.ts';
import { unlessMissing } from '../../aws/trouble.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import { LAB_OUTPUT_NAMES, type LabOutput } from '../../lab/output-names.ts';
import { OUTPUTS } from '../../lab/outputs.ts';
import type { Pictures } from '../live/pictures.ts';
import { layoutOf } from '../model/layout.ts';
import type { Uploads } from '../model/uploads.ts';
import type { Counts, PartId } from '../state.ts';
import type { Store } from '../store.ts';

interface LookOptions {
  store: Store;
  aws: Aws;
  uploads: Uploads;
  pictures: Pictures;
  facts(): Facts | undefined;
}

/** Logs arrive late, so each look reads a little of the one before again. */
const OVERLAP_MS = 60_000;
/** What happened this long before the page started is shown too. */
const EARLIER_MS = 5 * 60_000;

/** Returns a function that looks once at queues, objects and logs: about ten calls. */
export function makeAccountLook({ store, aws, uploads, pictures, facts }: LookOptions): () => Promise<void> {
  const startedAt = Date.now() - EARLIER_MS;
  const urls = new Map<string, string>();
  const seenRuns = new Set<string>();
  const seenObjects = new Set<string>();
  let logsFrom = startedAt;

  return async () => {
    const known = facts();
    if (known === undefined) return;
    const layout = layoutOf(known);
    for (const end of LAB_OUTPUT_NAMES) {
      const { name, deadLetters, hasDeadLetters } = layout.queues[end];
      await lookAtQueue(`queue:${end}`, name);
      if (hasDeadLetters) await lookAtQueue(`dead-letters:${end}`, deadLetters);
    }
    const { bucket } = layout;
    if (bucket !== undefined) await lookAtUploads(bucket);
    const from = logsFrom;
    logsFrom = Date.now() - OVERLAP_MS;
    for (const end of LAB_OUTPUT_NAMES) await lookAtLog(known, end, from);
    if (bucket !== undefined) for (const end of LAB_OUTPUT_NAMES) await lookAtOutputs(bucket, end);
    for (const { id, made } of store.state.uploads)
      if (LAB_OUTPUT_NAMES.every((end) => made[end] !== undefined)) uploads.settle(id, 'done');
  };

  async function lookAtQueue(id: PartId, QueueName: string): Promise<void> {
    const url =
      urls.get(QueueName) ??
      (await unlessMissing(aws.sqs.send(new GetQueueUrlCommand({ QueueName }))))?.QueueUrl;
    if (url === undefined) return;
    urls.set(QueueName, url);
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    const attributes: Readonly<Record<string, string>> = (await aws.sqs.send(command)).Attributes ?? {};
    const number = (name: string) => Number(attributes[`ApproximateNumberOfMessages${name}`] ?? 0);
    setCounts(id, {
      waiting: number(''),
      inFlight: number('NotVisible'),
      delayed: number('Delayed'),
    });
  }

  async function lookAtUploads(bucket: string): Promise<void> {
    for (const { key, at, bytes } of await newObjects(bucket, 'ingest/')) {
      const upload = uploads.start({
        id: `${key} ${at}`,
        ...{ key: cleanText(key).slice(0, 300), bytes, startedAt: at, from: 'elsewhere' },
      });
      uploads.add(upload.id, {
        ...{ kind: 'upload', from: 'you', to: 'bucket', startAt: at, endAt: at, state: 'done' },
        words: `${upload.key} was written to the bucket ${bucket}.`,
      });
      addCounts('bucket', { objects: 1 });
      uploads.setSource(upload.id, await pictures.look(bucket, key));
    }
  }

  async function lookAtOutputs(bucket: string, end: LabOutput): Promise<void> {
    for (const { key, at } of await newObjects(bucket, OUTPUTS[end].prefix)) {
      addCounts(`output:${end}`, { objects: 1 });
      const upload = uploadOf(key.slice(OUTPUTS[end].prefix.length));
      if (upload === undefined) continue;
      uploads.add(upload.id, {
        ...{ kind: 'write', branch: end, from: `function:${end}`, to: `output:${end}` },
        ...{ startAt: at, endAt: at, state: 'done' },
        words: `${cleanText(key).slice(0, 300)} was written.`,
      });
      uploads.forgive(upload.id, end);
      uploads.setMade(upload.id, end, await pictures.look(bucket, key, upload.bytes));
    }
  }

  async function lookAtLog(known: Facts, end: LabOutput, from: number): Promise<void> {
    const work = foundIn(known.functions[end]);
    if (work === undefined) return;
    for (const run of await readInvocations(aws, { logGroup: work.logGroup, from })) {
      if (run.endedAt === null || seenRuns.has(run.requestId)) continue;
      remember(seenRuns, run.requestId);
      const [trouble] = troubleLines(run.lines);
      const durationMs = run.report?.durationMs;
      addCounts(`function:${end}`, {
        ...{ invocations: 1, errors: trouble === undefined ? 0 : 1 },
        ...(durationMs !== undefined && { lastDurationMs: durationMs }),
      });
      const upload = store.state.uploads.findLast(({ key }) => run.lines.some((line) => line.includes(key)));
      if (upload !== undefined) addRun(upload.id, end, work.name, run, trouble);
    }
  }

  function addRun(
    uploadId: string,
    end: LabOutput,
    name: string,
    run: LoggedInvocation,
    trouble?: string,
  ): void {
    const { startedAt: startAt, endedAt, requestId, lines, report } = run;
    const hopId = uploads.add(
      uploadId,
      {
        ...{
          kind: 'run',
          branch: end,
          from: `function:${end}`,
          to: `function:${end}`,
          startAt,
          endAt: endedAt,
        },
        state: trouble === undefined ? 'done' : 'failed',
        words: trouble === undefined ? `${name} ran.` : `${name} failed: ${cleanText(trouble)}`,
      },
      {
        facts: facts(),
        log: {
          ...{ requestId, at: startAt, text: lines.join('\n') },
          ...{ durationMs: report?.durationMs ?? 0, memoryMb: report?.memoryMb ?? 0 },
        },
      },
    );
    if (trouble === undefined) return;
    uploads.blame({
      ...{ uploadId, branch: end, hopId: hopId ?? '', what: cleanText(trouble), evidence: [], task: null },
      ...{ fix: 'Repair the cause, then send the message again.', canRedrive: true },
      command: 'npm run dead-letters',
    });
    uploads.settle(uploadId, 'failed');
  }

  /** Objects that are new since the last look, oldest first. Only the first thousand keys are looked at. */
  async function newObjects(Bucket: string, Prefix: string) {
    const { Contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.map(({ Key = '', LastModified, Size = 0, ETag = '' }) => ({
      ...{ key: Key, bytes: Size, at: LastModified?.getTime() ?? 0, etag: ETag },
    }))
      .filter(({ key, at }) => !key.endsWith('/') && at >= startedAt)
      .filter(({ key, at, etag }) => remember(seenObjects, `${key} ${at} ${etag}`))
      .toSorted((one, other) => one.at - other.at)
      .slice(-20);
  }

  function uploadOf(path: string) {
    const stem = path.replace(/\.\w+$/, '');
    return store.state.uploads.findLast(({ key }) =>
      key.startsWith(`ingest/${cleanText(stem).slice(0, 290)}`),
    );
  }

  function setCounts(id: PartId, counts: Counts): void {
    const part = store.state.parts[id];
    store.change({
      type: 'part',
      part: { ...part, counts: { ...part.counts, ...counts }, lookedAt: Date.now() },
    });
  }

  function addCounts(id: PartId, more: Counts): void {
    const { counts } = store.state.parts[id];
    const sum = (name: 'invocations' | 'errors' | 'objects') => (counts[name] ?? 0) + (more[name] ?? 0);
    setCounts(id, {
      ...('invocations' in more && { invocations: sum('invocations'), errors: sum('errors') }),
      ...('objects' in more && { objects: sum('objects') }),
      ...(more.lastDurationMs !== undefined && { lastDurationMs: more.lastDurationMs }),
    });
  }
}

/** @returns whether it is new. */
function remember(seen: Set<string>, one: string): boolean {
  if (seen.has(one)) return false;
  seen.add(one);
  for (const old of seen) {
    if (seen.size <= 5000) break;
    seen.delete(old);
  }
  return true;
}
