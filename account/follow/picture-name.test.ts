import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namesOf } from './past-names.ts';
import { isProbeKey, namePicture } from './picture-name.ts';

const names = Array.from({ length: 60 }, namePicture);

describe('the name of a picture of the probe', () => {
  it('is different each time, and so is its mark', () => {
    assert.equal(new Set(names.map(({ key }) => key)).size, names.length);
    assert.equal(new Set(names.map(({ mark }) => mark)).size, names.length);
  });

  it('has everything that makes keys difficult, in varying places', () => {
    for (const { key } of names) assert.match(key, /^ingest\/(?=.* )(?=.*\+)(?=.*[^\p{ASCII}]).*\.jpg$/u);
    for (const difficult of [/ /, /\+/, /[^\p{ASCII}]/u]) {
      const places = new Set(names.map(({ key }) => key.search(difficult)));
      assert.ok(places.size >= 8, `${difficult}: ${[...places].join()}`);
    }
  });

  it('has a mark that a log contains too, however it spells the key', () => {
    for (const { key, mark } of names) for (const name of namesOf(key)) assert.ok(name.includes(mark), name);
  });

  it('is recognized afterwards', () => {
    for (const { key } of names) assert.ok(isProbeKey(key), key);
    assert.ok(isProbeKey('ingest/check-0a1b2c3d ü+1.jpg'), 'an earlier name of the grader');
  });

  it('is not a name that learners use', () => {
    const others = ['HappyFace.jpg', 'Anna+Ben Köln.jpg', 'IMG_20240712_091533.jpg', 'sub/ü+ 1.jpg', ''];
    for (const name of others) assert.equal(isProbeKey(`ingest/${name}`), false, name);
    for (const { key } of names) assert.equal(isProbeKey(key.replace('ingest', 'mobile')), false);
  });

  it('is one in 4,096 of all equally difficult names', () => {
    const key = 'ingest/anna+IMG_20240712_091533 Köln.jpg';
    const copies = Array.from({ length: 8192 }, (_, index) => key.replace('anna', `anna (${index})`));
    assert.equal(copies.filter(isProbeKey).length, 3);
  });
});
