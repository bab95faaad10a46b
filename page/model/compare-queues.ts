import type { Counts, PartId } from '../state.ts';
import { whyNotSubscribed } from './causes.ts';
import { queueIn } from './layout.ts';
import { labelOf } from './message-label.ts';
import { setCounts } from './part-counts.ts';
import type { Scene } from './scene.ts';
import type { Tracked } from './tokens.ts';

export interface QueueContent {
  arn: string;
  messages: readonly { id: string; body: string; receives: number; visibleAt: number }[];
}

/** Corrects the counts by what the queues really hold, and finds messages of before the journal. */
export function compareQueues(scene: Scene, queues: readonly QueueContent[], now: number): void {
  const { tokens, layout, store } = scene;
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
      stopInTopic(scene, messageId, uploadId, now);
}

/** SNS keeps nothing: without a subscription, a message is gone. */
function stopInTopic(scene: Scene, messageId: string, uploadId: string | null, now: number): void {
  const { uploads, tokens } = scene;
  const why = whyNotSubscribed(scene.context());
  if (uploadId !== null && uploads.get(uploadId) !== undefined) {
    const hopId = uploads.add(
      uploadId,
      {
        ...{ kind: 'deliver', from: 'topic', to: 'nowhere', startAt: now, endAt: now },
        ...{ state: 'failed', words: why.what },
      },
      scene.record(),
    );
    uploads.blame({ ...why, uploadId, branch: null, hopId: hopId ?? '', canRedrive: false });
  }
  tokens.lose(messageId, why.what, now);
  if (uploadId !== null) scene.settle(uploadId);
}

/** Deliveries take milliseconds. */
const MS_IN_TOPIC = 6000;

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
