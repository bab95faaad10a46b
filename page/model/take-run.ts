import { whyFailed } from './causes.ts';
import { payload } from './hop-records.ts';
import type { InvokedEntry, Of } from './journal-entry.ts';
import { functionIn } from './layout.ts';
import { type Scene, trim } from './scene.ts';

/** A function begins to run. */
export function takeInvoke(scene: Scene, { id, at, function: name, messageIds, event }: Of<'invoke'>): void {
  const { uploads, tokens, layout, invocations } = scene;
  const branch = functionIn(layout, name);
  if (branch === undefined) return;
  scene.count(`function:${branch}`, { invocations: 1, running: 1 });
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
      { ...scene.record(branch), payloads: [payload("Lambda's event: the SQS message", event)] },
    );
    runs.set(messageId, hopId);
  }
  invocations.set(id, { startAt: at, runs });
  trim(invocations, 200);
}

/** A function ended. */
export function takeInvoked(scene: Scene, entry: InvokedEntry, at: number): void {
  const { uploads, tokens, layout, records, invocations } = scene;
  const branch = functionIn(layout, entry.function);
  const started = invocations.get(entry.invocation);
  if (branch === undefined || started === undefined) return;
  const isFailure = entry.failed || entry.failedIds.length > 0;
  scene.count(`function:${branch}`, {
    ...{ running: -1, errors: isFailure ? 1 : 0 },
    ...(entry.durationMs !== undefined && { lastDurationMs: entry.durationMs }),
  });
  for (const [messageId, hopId] of started.runs) {
    const message = tokens.find(messageId);
    if (!message?.uploadId) continue;
    const failed = entry.failed || entry.failedIds.includes(messageId);
    const why = failed
      ? whyFailed(scene.context(), entry, branch, uploads.get(message.uploadId)?.key)
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
      scene.record(branch),
    );
    tokens.backOff(messageId, why.what, layout.queues[branch].maxReceives, back, at);
    if (upload) scene.settle(upload.id);
  }
  invocations.delete(entry.invocation);
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
