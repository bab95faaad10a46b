import type { Facts } from '../../account/facts.ts';
import { cleanText } from '../../cli/clean-text.mjs';
import type { OutputName } from '../../lab/output-names.ts';
import type { Counts, PartId } from '../state.ts';
import type { Store } from '../store.ts';
import {
  type CauseContext,
  whyFailed,
  whyNotDelivered,
  whyNotNotified,
  whyNotPublished,
  whyNotSubscribed,
} from './causes.ts';
import { type HopRecords, payload, type RolePolicies } from './hop-records.ts';
import type { CallEntry, InvokedEntry, JournalEntry } from './journal-entry.ts';
import { functionIn, type Layout, layoutOf, outputIn, queueIn } from './layout.ts';
import { labelOf } from './message-label.ts';
import { makeTokens, type Tracked } from './tokens.ts';
import { makeUploads, type Uploads } from './uploads.ts';

/** Turns the journal of the embedded AWS into changes of the page's state. */
export interface Pipeline {
  take(entry: JournalEntry): void;
  /** Uses the names and settings of newer facts from now on. */
  learn(facts: Facts, rolePolicies: RolePolicies): void;
  /** Another journal begins, whose numbers begin anew. */
  restart(): void;
  readonly layout: Layout;
  /** Whether a function of the pipeline runs. */
  isBusy(): boolean;
  readonly uploads: Uploads;
  /** What the queues really hold: corrects the counts, and finds messages of before the journal. */
  compare(queues: readonly QueueContent[], now: number): void;
}

export interface QueueContent {
  arn: string;
  messages: readonly { id: string; body: string; receives: number; visibleAt: number }[];
}

export interface PipelineOptions {
  store: Store;
  records: HopRecords;
  /** Called for each new upload and each output, so that its picture can be read. */
  onObject(object: { bucket: string; key: string; uploadId: string; branch: OutputName | null }): void;
  /** Called when a picture or a message has arrived somewhere, or has come to its end: the grade can differ now. */
  onProgress(): void;
  /** Called for each call that can have changed the lab. */
  onSettingsChanged(): void;
  command: CauseContext['command'];
  /** Names what the page itself asks for. */
  pageAgent: string;
}

export function makePipeline(options: PipelineOptions): Pipeline {
  const { store, records } = options;
  const uploads = makeUploads(store, records);
  const tokens = makeTokens(store);
  /** Uploads by the id of their `object` entry, and SNS messages of uploads. */
  const byOrigin = new Map<number, string>();
  const invocations = new Map<number, { startAt: number; runs: Map<string, string | undefined> }>();
  let facts: Facts | undefined;
  let rolePolicies: RolePolicies | undefined;
  let layout = layoutOf(undefined);
  let generation = 1;

  const context = (): CauseContext => ({ facts, layout, command: options.command });
  const uploadOf = (origin: number | null | undefined) => uploads.get(byOrigin.get(origin ?? -1));
  const count = (part: PartId, more: Counts) => addCounts(store, part, more);
  const record = (branch: OutputName | null = null) => ({ facts, branch, rolePolicies });

  function take(entry: JournalEntry): void {
    if (layout.account !== '' && entry.account !== layout.account) return;
    switch (entry.kind) {
      case 'object':
        takeObject(entry);
        break;
      case 'not-notified':
      case 'not-published':
      case 'not-delivered':
        takeStop(entry);
        break;
      case 'publish':
        takePublish(entry);
        break;
      case 'deliver':
      case 'send':
        takeArrival(entry);
        break;
      case 'receive':
        takeReceive(entry);
        break;
      case 'invoke':
        takeInvoke(entry);
        break;
      case 'invoked':
        takeInvoked(entry, entry.at);
        break;
      case 'delete':
      case 'expire':
        takeEnd(entry);
        break;
      case 'dead-letter':
        takeDeadLetter(entry);
        break;
      case 'call':
        takeCall(entry, entry.id, entry.at);
        break;
    }
  }

  function takeObject({ id, at, bucket, key, event, size, caller }: Of<'object'>): void {
    if (bucket !== layout.bucket || !event.startsWith('s3:ObjectCreated')) return;
    const branch = outputIn(key);
    if (branch !== undefined) {
      takeOutput(branch, bucket, key, size, at, caller);
      return;
    }
    if (!key.startsWith('ingest/') || key.endsWith('/')) return;
    const from = caller.includes(options.pageAgent) ? 'page' : 'elsewhere';
    const name = clean(key);
    const upload = uploads.start({ id: `u${generation}-${id}`, key: name, bytes: size, startedAt: at, from });
    byOrigin.set(id, upload.id);
    trim(byOrigin, 500);
    const hopId = uploads.add(
      upload.id,
      {
        ...{ kind: 'upload', from: 'you', to: 'bucket', startAt: at, endAt: at, state: 'done' },
        words: `${name} was written to the bucket ${bucket}.`,
      },
      record(),
    );
    tokens.start({ id: upload.id, upload, label: name, at: 'bucket', when: at, from: 'you', hopId });
    count('bucket', { objects: 1 });
    options.onProgress();
    options.onObject({ bucket, key, uploadId: upload.id, branch: null });
  }

  function takeOutput(
    branch: OutputName,
    bucket: string,
    key: string,
    size: number,
    at: number,
    caller: string,
  ): void {
    count(`output:${branch}`, { objects: 1 });
    const path = clean(key).slice(key.indexOf('/') + 1);
    const running = [...tokens.all()].filter(
      (one) =>
        one.branch === branch &&
        one.uploadId !== null &&
        uploads.get(one.uploadId)?.key === `ingest/${path}` &&
        caller === layout.functions[branch],
    );
    const uploadId = running.at(-1)?.uploadId;
    if (!uploadId) return;
    const hopId = uploads.add(
      uploadId,
      {
        ...{ kind: 'write', branch, from: `function:${branch}`, to: `output:${branch}` },
        ...{ startAt: at, endAt: at, state: 'done' },
        words: `${layout.functions[branch]} wrote ${clean(key)}.`,
      },
      record(branch),
    );
    uploads.setMade(uploadId, branch, emptyPicture(clean(key), size));
    const token = running.at(-1);
    if (token) tokens.show(token.messageId, `function:${branch}`, `output:${branch}`, hopId, at);
    options.onObject({ bucket, key, uploadId, branch });
  }

  function takeStop(entry: Of<'not-notified' | 'not-published' | 'not-delivered'>): void {
    const upload = uploadOf(entry.origin);
    if (upload === undefined) return;
    const branch = entry.kind === 'not-delivered' ? (queueIn(layout, entry.queue)?.branch ?? null) : null;
    const why =
      entry.kind === 'not-notified'
        ? whyNotNotified(context(), entry)
        : entry.kind === 'not-published'
          ? whyNotPublished(context(), entry)
          : whyNotDelivered(context(), entry, branch);
    const isDelivery = entry.kind === 'not-delivered';
    const hopId = uploads.add(
      upload.id,
      {
        ...{ kind: isDelivery ? 'deliver' : 'notify', branch, from: isDelivery ? 'topic' : 'bucket' },
        ...{ to: 'nowhere', startAt: entry.at, endAt: entry.at, state: 'failed', words: why.what },
      },
      {
        ...record(branch),
        payloads: entry.kind === 'not-published' ? [payload('S3 event', entry.event)] : [],
      },
    );
    uploads.blame({ ...why, uploadId: upload.id, branch, hopId: hopId ?? '', canRedrive: false });
    if (branch === null || tokens.of(upload.id).length === 0) tokens.lose(upload.id, why.what, entry.at);
    settle(upload.id);
  }

  function takePublish({ at, topic, snsMessageId, message, origin }: Of<'publish'>): void {
    if (topic.split(':').at(-1) !== layout.topic) return;
    count('topic', { published: 1 });
    const upload = uploadOf(origin);
    if (upload === undefined) {
      const label = labelOf(message);
      tokens.start({ id: snsMessageId, upload: null, label, at: 'topic', when: at, from: 'you' });
      return;
    }
    const hopId = uploads.add(
      upload.id,
      {
        ...{ kind: 'notify', from: 'bucket', to: 'topic', startAt: lastEnd(upload.id, null), endAt: at },
        ...{ state: 'done', words: `S3 published its event to the topic ${layout.topic}.` },
      },
      { ...record(), payloads: [payload('S3 event', message)] },
    );
    tokens.moveUpload(upload.id, 'topic', hopId, at);
  }

  function takeArrival(entry: Of<'deliver' | 'send'>): void {
    const place = queueIn(layout, entry.queue);
    if (place === undefined) return;
    options.onProgress();
    const { branch } = place;
    const queue = layout.queues[branch].name;
    const copied = entry.kind === 'send' && entry.copyOf !== null ? tokens.find(entry.copyOf) : undefined;
    const upload = entry.kind === 'deliver' ? uploadOf(entry.origin) : uploads.get(copied?.uploadId);
    const from: PartId | 'you' =
      entry.kind === 'deliver' ? 'topic' : copied ? `dead-letters:${branch}` : 'you';
    const isRedrive = copied !== undefined;
    const hopId =
      upload &&
      uploads.add(
        upload.id,
        {
          ...{
            kind: isRedrive ? 'redrive' : 'deliver',
            branch,
            from: isRedrive ? `dead-letters:${branch}` : 'topic',
          },
          ...{
            to: `queue:${branch}`,
            startAt: isRedrive ? entry.at : lastEnd(upload.id, null),
            endAt: entry.at,
          },
          state: 'done',
          words: isRedrive
            ? `SQS moved the message from the dead-letter queue back to ${queue}.`
            : `SNS delivered the message to ${queue}.`,
        },
        { ...record(branch), payloads: messagePayloads(entry) },
      );
    if (upload && isRedrive) {
      uploads.forgive(upload.id, branch);
      uploads.settle(upload.id, 'under-way');
    }
    const label = upload?.key ?? labelOf(entry.body);
    const pre = upload?.id ?? (entry.kind === 'deliver' ? entry.snsMessageId : undefined);
    tokens.arrive({
      ...{ messageId: entry.messageId, upload: upload ?? null, branch, label, from, hopId, when: entry.at },
      ...{ visibleAt: entry.visibleAt ?? entry.at, replaces: copied?.messageId ?? pre },
      isCopy: isRedrive,
    });
  }

  function takeReceive({ at, queue, messageId, count: attempt, visibleAt, by }: Of<'receive'>): void {
    const place = queueIn(layout, queue);
    const message = tokens.find(messageId);
    if (place?.part !== 'queue' || message === undefined) return;
    const { branch } = place;
    const { maxReceives } = layout.queues[branch];
    const receiver = by === 'trigger' ? layout.functions[branch] : 'another receiver';
    const hopId =
      message.uploadId === null || by !== 'trigger'
        ? undefined
        : uploads.add(
            message.uploadId,
            {
              ...{ kind: 'receive', branch, from: `queue:${branch}`, to: `function:${branch}`, attempt },
              ...{ startAt: message.since, endAt: at, state: 'done' },
              words: `Lambda received the message from ${layout.queues[branch].name} for ${receiver}${attempt > 1 ? `, attempt ${attempt}${maxReceives === null ? '' : ` of ${maxReceives}`}` : ''}.`,
            },
            record(branch),
          );
    const state = { kind: 'in-flight', attempt, of: maxReceives, until: visibleAt, by: receiver } as const;
    tokens.receive(messageId, state, by === 'trigger' ? `function:${branch}` : `queue:${branch}`, hopId, at);
  }

  function takeInvoke({ id, at, function: name, messageIds, event }: Of<'invoke'>): void {
    const branch = functionIn(layout, name);
    if (branch === undefined) return;
    count(`function:${branch}`, { invocations: 1, running: 1 });
    const runs = new Map<string, string | undefined>();
    for (const messageId of messageIds) {
      const message = tokens.find(messageId);
      if (!message?.uploadId) continue;
      const hopId = uploads.add(
        message.uploadId,
        {
          ...{ kind: 'run', branch, from: `function:${branch}`, to: `function:${branch}` },
          ...{ startAt: at, endAt: null, state: 'under-way', attempt: message.attempts },
          words: `${name} is running.`,
        },
        { ...record(branch), payloads: [payload("Lambda's event: the SQS message", event)] },
      );
      runs.set(messageId, hopId);
    }
    invocations.set(id, { startAt: at, runs });
    trim(invocations, 200);
  }

  function takeInvoked(entry: InvokedEntry, at: number): void {
    const branch = functionIn(layout, entry.function);
    const started = invocations.get(entry.invocation);
    if (branch === undefined || started === undefined) return;
    const isFailure = entry.failed || entry.failedIds.length > 0;
    count(`function:${branch}`, {
      ...{ running: -1, errors: isFailure ? 1 : 0 },
      ...(entry.durationMs !== undefined && { lastDurationMs: entry.durationMs }),
    });
    for (const [messageId, hopId] of started.runs) {
      const message = tokens.find(messageId);
      if (!message?.uploadId) continue;
      const failed = entry.failed || entry.failedIds.includes(messageId);
      const why = failed
        ? whyFailed(context(), entry, branch, uploads.get(message.uploadId)?.key)
        : undefined;
      const ms = Math.round(at - started.startAt);
      const words = why
        ? `${entry.function} failed after ${ms} ms: ${why.what}`
        : `${entry.function} ran for ${ms} ms.`;
      uploads.end(message.uploadId, hopId, { endAt: at, state: failed ? 'failed' : 'done', words });
      records.change(hopId, { log: invocationLog(entry, at) });
      if (why === undefined) continue;
      const upload = uploads.get(message.uploadId);
      uploads.blame({ ...why, uploadId: message.uploadId, branch, hopId: hopId ?? '', canRedrive: false });
      const back = uploads.add(
        message.uploadId,
        {
          ...{ kind: 'return', branch, from: `function:${branch}`, to: `queue:${branch}`, startAt: at },
          ...{ endAt: at, state: 'done', attempt: message.attempts },
          words: `The message stays in ${layout.queues[branch].name}, and is visible again after its visibility timeout.`,
        },
        record(branch),
      );
      tokens.backOff(messageId, why.what, layout.queues[branch].maxReceives, back, at);
      if (upload) settle(upload.id);
    }
    invocations.delete(entry.invocation);
  }

  function takeEnd(entry: Of<'delete' | 'expire'>): void {
    const message = tokens.find(entry.messageId);
    if (message === undefined) return;
    if (entry.kind === 'delete' && entry.copied) {
      tokens.remove(entry.messageId);
      return;
    }
    const lost = entry.kind === 'expire' ? 'Its retention period was over.' : undefined;
    if (message.uploadId !== null && message.branch !== null) {
      const { branch, uploadId } = message;
      const isFunction = entry.kind === 'delete' && entry.by === 'trigger';
      uploads.add(
        uploadId,
        {
          ...{ kind: 'delete', branch, from: isFunction ? `function:${branch}` : message.at, to: 'nowhere' },
          ...{ startAt: entry.at, endAt: entry.at, state: lost ? 'failed' : 'done' },
          words: lost
            ? `SQS dropped the message. ${lost}`
            : `${isFunction ? 'Lambda' : 'Somebody'} deleted the message from ${layout.queues[branch].name}.`,
        },
        record(branch),
      );
      if (isFunction) uploads.forgive(uploadId, branch);
    }
    tokens.finish(entry.messageId, lost, entry.at);
    if (message.uploadId !== null) settle(message.uploadId);
  }

  function takeDeadLetter({ at, queue, messageId, count: attempts }: Of<'dead-letter'>): void {
    const place = queueIn(layout, queue);
    const message = tokens.find(messageId);
    if (place === undefined || message === undefined) return;
    const { branch } = place;
    const hopId =
      message.uploadId === null
        ? undefined
        : uploads.add(
            message.uploadId,
            {
              ...{ kind: 'dead-letter', branch, from: `queue:${branch}`, to: `dead-letters:${branch}` },
              ...{ startAt: at, endAt: at, state: 'failed', attempt: attempts },
              words: `SQS moved the message to ${layout.queues[branch].deadLetters} after ${attempts} receives.`,
            },
            record(branch),
          );
    const cause = store.state.causes.find(
      (one) => one.uploadId === message.uploadId && one.branch === branch,
    );
    if (cause) uploads.blame({ ...cause, canRedrive: true });
    tokens.die(messageId, `dead-letters:${branch}`, attempts, cause?.id ?? null, hopId, at);
    if (message.uploadId !== null) settle(message.uploadId);
  }

  function takeCall(call: CallEntry, id: number, at: number): void {
    if (isSetting(call) && !call.isFunction && call.status < 400) options.onSettingsChanged();
    const key = decodeURIComponentSafely(call.resource.split(':::')[1]?.split('/').slice(1).join('/') ?? '');
    const branch = call.isFunction ? (functionIn(layout, call.caller) ?? null) : (outputIn(key) ?? null);
    const path = key.slice(key.indexOf('/') + 1);
    const upload =
      key === '' ? undefined : store.state.uploads.findLast((one) => one.key === `ingest/${path}`);
    store.change(
      {
        type: 'call',
        call: {
          ...{ id: `c${generation}-${id}`, at, ms: call.ms, caller: callerName(call, options.pageAgent) },
          callerKind: call.isFunction
            ? 'function'
            : call.caller.includes(options.pageAgent)
              ? 'page'
              : 'tool',
          ...{ principal: call.principal, action: call.action, resource: clean(call.resource) },
          ...{ decision: call.decision, by: clean(call.by), status: call.status },
          error: call.status >= 400 ? clean(call.response ?? `HTTP status ${call.status}`) : null,
          ...{ request: call.request, response: call.status >= 400 ? null : call.response },
          uploadId: upload?.id ?? null,
          branch,
          hopId: upload?.hops.findLast((hop) => hop.branch === branch && hop.startAt <= at)?.id ?? null,
        },
      },
      at,
    );
  }

  /** When the last hop ended that both outputs share, or that of this output. */
  function lastEnd(uploadId: string, branch: OutputName | null): number {
    const hops = uploads.get(uploadId)?.hops ?? [];
    return hops.findLast((hop) => hop.branch === null || hop.branch === branch)?.endAt ?? 0;
  }

  /** Decides whether an upload is done, failed or under way. */
  function settle(uploadId: string): void {
    const messages = tokens.of(uploadId);
    const isStopped = store.state.causes.some(
      (cause) => cause.uploadId === uploadId && !isRetried(cause.branch),
    );
    const isUnderWay = messages.some(({ isOver }) => !isOver);
    const state = isStopped ? 'failed' : isUnderWay ? 'under-way' : 'done';
    uploads.settle(uploadId, state);
    if (state !== 'under-way') options.onProgress();

    function isRetried(branch: OutputName | null): boolean {
      return messages.some(
        (one) => one.branch === branch && !one.isOver && one.at !== `dead-letters:${branch}`,
      );
    }
  }

  function compare(queues: readonly QueueContent[], now: number): void {
    const known = new Set<string>();
    for (const { arn, messages } of queues) {
      const place = queueIn(layout, arn);
      if (place === undefined) continue;
      for (const message of messages) {
        known.add(message.id);
        if (tokens.find(message.id) !== undefined) continue;
        const { branch, part } = place;
        const at: PartId = `${part}:${branch}`;
        const { maxReceives } = layout.queues[branch];
        tokens.discover({
          ...{ messageId: message.id, branch, label: labelOf(message.body), at, when: now },
          state: stateOf(message, part, maxReceives, now),
        });
      }
      setCounts(store, `${place.part}:${place.branch}`, countMessages(messages, now), now);
    }
    tokens.drop((one) => !one.isOver && !known.has(one.messageId), now);
    tokens.wakeUp(now);
    for (const { messageId, uploadId, branch, at, since, isOver } of [...tokens.all()])
      if (branch === null && !isOver && at === 'topic' && now - since > MS_IN_TOPIC)
        stopInTopic(messageId, uploadId, now);
  }

  /** SNS keeps nothing: without a subscription, a message is gone. */
  function stopInTopic(messageId: string, uploadId: string | null, now: number): void {
    const why = whyNotSubscribed(context());
    if (uploadId !== null && uploads.get(uploadId) !== undefined) {
      const hopId = uploads.add(
        uploadId,
        {
          ...{ kind: 'deliver', from: 'topic', to: 'nowhere', startAt: now, endAt: now },
          ...{ state: 'failed', words: why.what },
        },
        record(),
      );
      uploads.blame({ ...why, uploadId, branch: null, hopId: hopId ?? '', canRedrive: false });
    }
    tokens.lose(messageId, why.what, now);
    if (uploadId !== null) settle(uploadId);
  }

  return {
    take,
    learn(newer, policies) {
      facts = newer;
      rolePolicies = policies;
      layout = layoutOf(newer);
    },
    restart() {
      generation++;
      byOrigin.clear();
      invocations.clear();
      for (const { messageId } of [...tokens.all()]) tokens.remove(messageId);
      for (const { id, state } of store.state.uploads)
        if (state === 'under-way') uploads.settle(id, 'failed');
    },
    get layout() {
      return layout;
    },
    isBusy: () => invocations.size > 0,
    uploads,
    compare,
  };
}

/** Deliveries take milliseconds. */
const MS_IN_TOPIC = 6000;

type Of<Kind extends JournalEntry['kind']> = Extract<JournalEntry, { kind: Kind }>;

function stateOf(
  { receives, visibleAt }: QueueContent['messages'][number],
  part: 'queue' | 'dead-letters',
  of: number | null,
  now: number,
): Tracked['state'] {
  if (part === 'dead-letters') return { kind: 'dead-letter', attempts: receives, causeId: null };
  if (visibleAt <= now) return { kind: 'waiting' };
  if (receives === 0) return { kind: 'delayed', until: visibleAt };
  const why = 'It was received before the page started.';
  return { kind: 'backing-off', attempt: receives, of, until: visibleAt, why };
}

function countMessages(messages: QueueContent['messages'], now: number): Counts {
  const hidden = messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receives }) => receives === 0).length;
  return { waiting: messages.length - hidden.length, inFlight: hidden.length - delayed, delayed };
}

function messagePayloads(entry: Of<'deliver' | 'send'>) {
  const isEnvelope = /^\{"Type": ?"Notification"/.test(entry.body);
  return [
    payload(isEnvelope ? 'SNS envelope, the body of the SQS message' : 'Body of the SQS message', entry.body),
  ];
}

function invocationLog(entry: InvokedEntry, at: number) {
  return {
    requestId: entry.requestId ?? '',
    at,
    text: entry.log ?? '',
    durationMs: entry.durationMs ?? 0,
    memoryMb: entry.memoryMb,
  };
}

function addCounts(store: Store, id: PartId, more: Counts): void {
  const part = store.state.parts[id];
  const counts: Counts = { ...part.counts };
  for (const [name, value] of Object.entries(more) as [keyof Counts, number][]) {
    counts[name] = name === 'lastDurationMs' ? value : Math.max(0, (counts[name] ?? 0) + value);
  }
  store.change({ type: 'part', part: { ...part, counts } });
}

function setCounts(store: Store, id: PartId, counts: Counts, now: number): void {
  const part = store.state.parts[id];
  const isSame = Object.entries(counts).every(([name, value]) => part.counts[name as keyof Counts] === value);
  if (!isSame)
    store.change({ type: 'part', part: { ...part, counts: { ...part.counts, ...counts }, lookedAt: now } });
}

function emptyPicture(key: string, bytes: number) {
  return { key, bytes, width: null, height: null, saved: null, url: null };
}

/** Forgets the oldest entries of a map. */
function trim(map: Map<unknown, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

/** Names of the learner are shortened, and have no control characters. */
function clean(text: string): string {
  const cleaned = cleanText(text);
  return cleaned.length <= 300 ? cleaned : `${cleaned.slice(0, 299)}…`;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const READING = /:(Get|List|Describe|Head|Simulate|Receive|Lookup|Filter|Batch|Select)/;
const MOVING =
  /:(PutObject|DeleteObject|Publish|SendMessage|DeleteMessage|ChangeMessageVisibility|PutLogEvents|CreateLogStream|InvokeFunction|StartMessageMoveTask|AssumeRole)/;

function isSetting({ action }: CallEntry): boolean {
  return !READING.test(action) && !MOVING.test(action);
}

function callerName({ caller, isFunction }: CallEntry, pageAgent: string): string {
  if (isFunction) return clean(caller);
  if (caller.includes(pageAgent)) return 'this page';
  const known = [
    [/aws-cli/i, 'AWS CLI'],
    [/aws-sam-cli|sam-cli/i, 'SAM CLI'],
    [/Boto3|Botocore/i, 'boto3'],
    [/aws-sdk-js/i, 'AWS SDK for JavaScript'],
  ] as const;
  return (
    known.find(([pattern]) => pattern.test(caller))?.[1] ?? clean(caller.split(' ')[0] ?? '').slice(0, 60)
  );
}
