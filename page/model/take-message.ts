import type { PartId } from '../state.ts';
import { payload } from './hop-records.ts';
import type { Of } from './journal-entry.ts';
import { queueIn } from './layout.ts';
import { labelOf } from './message-label.ts';
import type { Scene } from './scene.ts';
import { listSnsCall } from './service-calls.ts';

/** A message came to a queue, from the topic or from somebody. */
export function takeArrival(scene: Scene, entry: Of<'deliver' | 'send'>): void {
  const { uploads, tokens, layout, options } = scene;
  const place = queueIn(layout, entry.queue);
  if (place === undefined) return;
  options.onProgress();
  const { branch } = place;
  const queue = layout.queues[branch].name;
  const copied = entry.kind === 'send' && entry.copyOf !== null ? tokens.find(entry.copyOf) : undefined;
  const upload = entry.kind === 'deliver' ? scene.uploadOf(entry.origin) : uploads.get(copied?.uploadId);
  const from: PartId | 'you' = entry.kind === 'deliver' ? 'topic' : copied ? `dead-letters:${branch}` : 'you';
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
          startAt: isRedrive ? entry.at : scene.lastEnd(upload.id, null),
          endAt: entry.at,
        },
        state: 'done',
        words: isRedrive
          ? `SQS moved the message from the dead-letter queue back to ${queue}.`
          : `SNS delivered the message to ${queue}.`,
      },
      { ...scene.record(branch), payloads: messagePayloads(entry) },
    );
  if (upload && isRedrive) {
    uploads.forgive(upload.id, branch);
    uploads.settle(upload.id, 'under-way');
  }
  if (entry.kind === 'deliver')
    listSnsCall(scene, { entry, uploadId: upload?.id, hopId }, entry.queue, branch, true);
  const label = upload?.key ?? labelOf(entry.body);
  const pre = upload?.id ?? (entry.kind === 'deliver' ? entry.snsMessageId : undefined);
  tokens.arrive({
    ...{ messageId: entry.messageId, upload: upload ?? null, branch, label, from, hopId, when: entry.at },
    ...{ visibleAt: entry.visibleAt ?? entry.at, replaces: copied?.messageId ?? pre },
    isCopy: isRedrive,
  });
}

/** A message was received, by the trigger or by somebody else. */
export function takeReceive(
  scene: Scene,
  { at, queue, messageId, count: attempt, visibleAt, by }: Of<'receive'>,
): void {
  const { uploads, tokens, layout } = scene;
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
          scene.record(branch),
        );
  const state = { kind: 'in-flight', attempt, of: maxReceives, until: visibleAt, by: receiver } as const;
  tokens.receive(messageId, state, by === 'trigger' ? `function:${branch}` : `queue:${branch}`, hopId, at);
}

/** A message was deleted, or is too old. */
export function takeEnd(scene: Scene, entry: Of<'delete' | 'expire'>): void {
  const { uploads, tokens, layout } = scene;
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
      scene.record(branch),
    );
    if (isFunction) uploads.forgive(uploadId, branch);
  }
  tokens.finish(entry.messageId, lost, entry.at);
  if (message.uploadId !== null) scene.settle(message.uploadId);
}

/** A message was moved to the dead-letter queue. */
export function takeDeadLetter(
  scene: Scene,
  { at, queue, messageId, count: attempts }: Of<'dead-letter'>,
): void {
  const { uploads, tokens, layout, store } = scene;
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
          scene.record(branch),
        );
  const cause = store.state.causes.find((one) => one.uploadId === message.uploadId && one.branch === branch);
  if (cause) uploads.blame({ ...cause, canRedrive: true });
  tokens.die(messageId, `dead-letters:${branch}`, attempts, cause?.id ?? null, hopId, at);
  if (message.uploadId !== null) scene.settle(message.uploadId);
}

function messagePayloads(entry: Of<'deliver' | 'send'>) {
  const isEnvelope = /^\{"Type": ?"Notification"/.test(entry.body);
  return [
    payload(isEnvelope ? 'SNS envelope, the body of the SQS message' : 'Body of the SQS message', entry.body),
  ];
}
