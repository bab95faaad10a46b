import type { OutputName } from '../../lab/output-names.ts';
import { clean } from './clean-name.ts';
import type { Of } from './journal-entry.ts';
import { outputIn } from './layout.ts';
import { type Scene, trim } from './scene.ts';

/** An object was written: an upload begins, or an output is there. */
export function takeObject(scene: Scene, entry: Of<'object'>): void {
  const { id, at, bucket, key, event, size, caller } = entry;
  const { uploads, tokens, layout, options, byOrigin } = scene;
  if (bucket !== layout.bucket || !event.startsWith('s3:ObjectCreated')) return;
  const branch = outputIn(key);
  if (branch !== undefined) {
    takeOutput(scene, branch, entry);
    return;
  }
  if (!key.startsWith('ingest/') || key.endsWith('/')) return;
  const from = caller.includes(options.pageAgent) ? 'page' : 'elsewhere';
  const name = clean(key);
  const upload = uploads.start({
    id: `u${scene.generation}-${id}`,
    key: name,
    bytes: size,
    startedAt: at,
    from,
  });
  byOrigin.set(id, upload.id);
  trim(byOrigin, 500);
  const hopId = uploads.add(
    upload.id,
    {
      ...{ kind: 'upload', from: 'you', to: 'bucket', startAt: at, endAt: at, state: 'done' },
      words: `${name} was written to the bucket ${bucket}.`,
    },
    scene.record(),
  );
  tokens.start({ id: upload.id, upload, label: name, at: 'bucket', when: at, from: 'you', hopId });
  scene.count('bucket', { objects: 1 });
  options.onProgress();
  options.onObject({ bucket, key, uploadId: upload.id, branch: null });
}

function takeOutput(scene: Scene, branch: OutputName, { at, bucket, key, size, caller }: Of<'object'>): void {
  const { uploads, tokens, layout, options } = scene;
  scene.count(`output:${branch}`, { objects: 1 });
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
    scene.record(branch),
  );
  uploads.setMade(uploadId, branch, emptyPicture(clean(key), size));
  const token = running.at(-1);
  if (token) tokens.show(token.messageId, `function:${branch}`, `output:${branch}`, hopId, at);
  options.onObject({ bucket, key, uploadId, branch });
}

function emptyPicture(key: string, bytes: number) {
  return { key, bytes, width: null, height: null, saved: null, url: null };
}
