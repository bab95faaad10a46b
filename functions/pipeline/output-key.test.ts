import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { outputKey } from './output-key.ts';

it('an output has the same path as its upload, in the prefix of the function', () => {
  assert.equal(outputKey('ingest/HappyFace.jpg', 'thumbnail/'), 'thumbnail/HappyFace.jpg');
  assert.equal(outputKey('ingest/2026/11/ü (1).jpg', 'mobile/'), 'mobile/2026/11/ü (1).jpg');
});

it('a key outside the ingest folder has no output', () => {
  for (const key of ['thumbnail/a.jpg', 'a.jpg', 'ingest', 'Ingest/a.jpg', 'old/ingest/a.jpg', '']) {
    assert.equal(outputKey(key, 'thumbnail/'), undefined);
  }
});

it('a key that could leave its folder is rejected', () => {
  for (const key of ['ingest/../../x.jpg', 'ingest/./x.jpg', 'ingest/a/..', 'ingest/a/../../b.jpg'])
    assert.throws(() => outputKey(key, 'thumbnail/'), /a part '\.' or '\.\.'/);
});

it('a key that becomes too long for S3 is rejected', () => {
  const longest = `ingest/${'ü'.repeat(506)}.jpg`;
  assert.throws(() => outputKey(longest, 'thumbnail/'), /would have 1026 bytes, S3 takes 1024/);
  assert.equal(outputKey(longest, 'mobile/')?.length, 'mobile/'.length + 510);
});

it('for any key, the output is in the prefix of the function, or there is no output', () => {
  const part = fc.oneof(
    fc.constantFrom('..', '.', '', '\0', '\u001f', '%2e%2e', '\\', '\ud800'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(part), fc.constantFrom('ingest/', 'ingest', '/ingest/', ''), (parts, start) => {
      const key = start + parts.join('/');
      let output: string | undefined;
      try {
        output = outputKey(key, 'thumbnail/');
      } catch {
        return;
      }
      if (output === undefined) return assert.ok(!key.startsWith('ingest/'));
      assert.ok(output.startsWith('thumbnail/') && Buffer.byteLength(output) <= 1024);
      assert.equal(
        new URL(
          `http://s3/${output
            .split('/')
            .map((name) => encodeURIComponent(name.toWellFormed()))
            .join('/')}`,
        ).pathname.startsWith('/thumbnail/'),
        true,
      );
    }),
    { numRuns: 2000 },
  );
});
