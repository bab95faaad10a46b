import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { emptyState } from './empty-state.ts';
import { MOST_RECORDED, makeRecorder } from './recorder.ts';
import { openReplay, readRecording } from './replay.ts';
import { makeStore } from './store.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-recording-'));
after(() => rmSync(folder, { recursive: true }));

const sources = { hop: async () => undefined, picture: () => undefined };
const ARN = 'arn:aws:sns:ap-northeast-1:123412341234:resize-image-topic-1';

function record(change: (store: ReturnType<typeof makeStore>) => void): string {
  const store = makeStore(emptyState('start', 'here'));
  const recorder = makeRecorder(store, sources);
  recorder.text();
  change(store);
  const file = path.join(folder, 'a.recording');
  writeFileSync(file, recorder.text());
  return file;
}

describe('a recording', () => {
  it('masks account ids and email addresses', () => {
    const store = makeStore(emptyState('start', 'here'));
    const recorder = makeRecorder(store, sources);
    recorder.text();
    store.change({ type: 'notice', words: `${ARN} tells lena@example.com`, tone: 'info' });
    assert.doesNotMatch(recorder.text(), /123412341234|lena@/);
    assert.match(recorder.text(), /resize-image-topic-1/);
  });

  it('begins when the page has looked for the first time', () => {
    const store = makeStore(emptyState('start', 'here'));
    const recorder = makeRecorder(store, sources);
    store.change({ type: 'notice', words: 'too early', tone: 'info' });
    const words = 'The page sees everything.';
    store.change({ type: 'freshness', freshness: { state: 'live', lookedAt: 1, words } });
    store.change({ type: 'notice', words: 'recorded', tone: 'info' });
    const lines = recorder
      .text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['recording', 'snapshot', 'change'],
    );
    assert.equal(lines[1].snapshot.state.freshness.state, 'live');
    assert.equal(lines[2].change.words, 'recorded');
  });

  it('ends when it is too long, with whole lines', () => {
    const store = makeStore(emptyState('start', 'here'));
    const recorder = makeRecorder(store, sources);
    recorder.text();
    const words = 'x'.repeat(1_000_000);
    for (let count = 0; count < 25; count++) store.change({ type: 'notice', words, tone: 'info' });
    assert.ok(recorder.text().length <= MOST_RECORDED);
    assert.doesNotThrow(() =>
      recorder
        .text()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  });

  it('can be shown again, where nothing can be changed', async () => {
    const file = record((store) => {
      const part = { ...store.state.parts.topic, name: 'recorded-topic' };
      store.change({ type: 'part', part });
      store.change({ type: 'may', may: { ...store.state.may, upload: { allowed: true } } });
    });
    const { source, close } = openReplay(file);
    while (source.store.state.freshness.state !== 'ended')
      await new Promise((resolve) => setTimeout(resolve, 5));
    const { mode, parts, may } = source.store.state;
    assert.equal(mode, 'replay');
    assert.equal(parts.topic.name, 'recorded-topic');
    assert.equal(may.upload.allowed, false);
    assert.equal((await source.upload('a.jpg', new Uint8Array(1))).ok, false);
    await close();
  });

  for (const [what, content, found] of [
    ['an empty file', '', 'it has no snapshot'],
    ['another kind of file', '{"a": 1}\n', 'line 1 is not one of a recording'],
    ['a newer version', '{"type":"recording","schemaVersion":2}\n', 'it is of a newer version'],
    ['a file without a header', '{"type":"snapshot"}\n', 'its first line is not the header'],
    ['a damaged line', '{"type":"recording","schemaVersion":1}\n{"type":"change"}\n', 'line 2 is not'],
  ] as const) {
    it(`is not ${what}`, () => {
      const file = path.join(folder, 'b.recording');
      writeFileSync(file, content);
      assert.throws(() => readRecording(file), new RegExp(found));
    });
  }
});
