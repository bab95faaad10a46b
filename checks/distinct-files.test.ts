import assert from 'node:assert/strict';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { sameFile } from './distinct-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'files-'));
after(() => rmSync(folder, { recursive: true }));
const at = (...parts: string[]) => parts.join('/').replace(/^/, `${folder}/`);

mkdirSync(at('sub'));
writeFileSync(at('facts.json'), '{}');
symlinkSync('facts.json', at('link.json'));
linkSync(at('facts.json'), at('hard.json'));
symlinkSync(at('sub'), at('folder'));
symlinkSync('sub/new.json', at('dangling.json'));

describe('two names of files', () => {
  for (const [one, other, why] of [
    ['facts.json', './facts.json', 'a dot'],
    ['facts.json', 'sub/../facts.json', 'two dots'],
    ['facts.json', 'link.json', 'a link'],
    ['facts.json', 'hard.json', 'a hard link'],
    ['sub/new.json', 'folder/new.json', 'a linked folder, of a file that is not there yet'],
    ['sub/new.json', 'dangling.json', 'a link to a file that is not there yet'],
  ] as const) {
    it(`can be the same by ${why}`, () => {
      assert.deepEqual(sameFile([at(one), at('another.json'), at(other)]), [at(one), at(other)]);
    });
  }

  it('can refer to two files', () => {
    assert.equal(sameFile([at('facts.json'), at('sub/facts.json'), at('new.json')]), undefined);
  });
});
