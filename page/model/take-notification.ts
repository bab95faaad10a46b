import { whyNotDelivered, whyNotNotified, whyNotPublished } from './causes.ts';
import { payload } from './hop-records.ts';
import type { Of } from './journal-entry.ts';
import { queueIn } from './layout.ts';
import { labelOf } from './message-label.ts';
import type { Scene } from './scene.ts';
import { listS3Call, listSnsCall } from './service-calls.ts';

/** A message came to the topic. */
export function takePublish(scene: Scene, entry: Of<'publish'>): void {
  const { at, topic, snsMessageId, message, origin, caller } = entry;
  const { uploads, tokens, layout } = scene;
  if (topic.split(':').at(-1) !== layout.topic) return;
  scene.count('topic', { published: 1 });
  const upload = scene.uploadOf(origin);
  if (upload === undefined) {
    const label = labelOf(message);
    tokens.start({ id: snsMessageId, upload: null, label, at: 'topic', when: at, from: 'you' });
    return;
  }
  const hopId = uploads.add(
    upload.id,
    {
      ...{ kind: 'notify', from: 'bucket', to: 'topic', startAt: scene.lastEnd(upload.id, null), endAt: at },
      ...{ state: 'done', words: `S3 published its event to the topic ${layout.topic}.` },
    },
    { ...scene.record(), payloads: [payload('S3 event', message)] },
  );
  tokens.moveUpload(upload.id, 'topic', hopId, at);
  if (caller === 's3.amazonaws.com') listS3Call(scene, { entry, uploadId: upload.id, hopId }, topic, true);
}

/** A notification did not arrive. */
export function takeStop(scene: Scene, entry: Of<'not-notified' | 'not-published' | 'not-delivered'>): void {
  const { uploads, tokens, layout } = scene;
  const upload = scene.uploadOf(entry.origin);
  if (upload === undefined) return;
  const branch = entry.kind === 'not-delivered' ? (queueIn(layout, entry.queue)?.branch ?? null) : null;
  const why =
    entry.kind === 'not-notified'
      ? whyNotNotified(scene.context(), entry)
      : entry.kind === 'not-published'
        ? whyNotPublished(scene.context(), entry)
        : whyNotDelivered(scene.context(), entry, branch);
  const isDelivery = entry.kind === 'not-delivered';
  const hopId = uploads.add(
    upload.id,
    {
      ...{ kind: isDelivery ? 'deliver' : 'notify', branch, from: isDelivery ? 'topic' : 'bucket' },
      ...{ to: 'nowhere', startAt: entry.at, endAt: entry.at, state: 'failed', words: why.what },
    },
    {
      ...scene.record(branch),
      payloads: entry.kind === 'not-published' ? [payload('S3 event', entry.event)] : [],
    },
  );
  const about = { entry, uploadId: upload.id, hopId };
  if (entry.kind === 'not-published' && entry.why === 'policy') listS3Call(scene, about, entry.topic, false);
  if (entry.kind === 'not-delivered' && entry.why === 'policy' && branch !== null)
    listSnsCall(scene, about, entry.queue, branch, false);
  uploads.blame({ ...why, uploadId: upload.id, branch, hopId: hopId ?? '', canRedrive: false });
  if (branch === null || tokens.of(upload.id).length === 0) tokens.lose(upload.id, why.what, entry.at);
  scene.settle(upload.id);
}
