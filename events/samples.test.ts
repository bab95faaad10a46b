import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { parseNotification } from '../functions/pipeline/notification.ts';
import { samples } from './samples.ts';
import { renderSamples } from './write-samples.ts';

it('the sample events and their table match samples.ts', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  for (const [file, text] of renderSamples(readme)) {
    assert.equal(
      readFileSync(file, 'utf8'),
      text,
      `${file.pathname} is out of date: run 'npm run make:events'`,
    );
  }
});

it('the event of a sample names every object that the sample needs', () => {
  for (const { event, needs, file } of samples) {
    const keys = event.Records.map((record) => parseNotification(record.body)).flatMap((notification) =>
      notification.kind === 'objects' ? notification.objects.map((object) => object.key) : [],
    );
    for (const path of Object.keys(needs)) {
      assert.ok(
        keys.some((key) => key.endsWith(`/${path}`)),
        `${file} needs ${path}, but its event names ${keys.join(', ')}`,
      );
    }
  }
});
