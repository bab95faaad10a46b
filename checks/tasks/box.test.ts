import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Facts, StackFacts } from '../../account/facts.ts';
import { foundIn } from '../../account/seen.ts';
import { LAB_OUTPUT_NAMES } from '../../lab/output-names.ts';
import { found, withFunction } from '../../test/fixtures/broken-facts.ts';
import { allRightFacts as right } from '../../test/fixtures/grades.ts';
import { boxOf } from './box.ts';

/** A stack that contains every graded resource. */
const stack: StackFacts = {
  name: 'serverless-image-lab',
  resources: {
    ImageBucket: nameOf(right.bucket),
    ResizeImageTopic: nameOf(right.topic),
    ThumbnailQueue: nameOf(right.queues.thumbnail),
    MobileQueue: nameOf(right.queues.mobile),
    CreateThumbnail: nameOf(right.functions.thumbnail),
    CreateMobileImage: nameOf(right.functions.mobile),
  },
  sizes: { ThumbnailSize: 160, MobileSize: 640 },
};

describe('the box of an output', () => {
  it("is the lab's", () => {
    assert.deepEqual(
      LAB_OUTPUT_NAMES.map((end) => boxOf(right, end)),
      [128, 640],
    );
  });

  it("is what a parameter of this project's own stack says", () => {
    assert.equal(boxOf(withSize(160), 'thumbnail'), 160);
    assert.equal(boxOf(withSize(160), 'mobile'), 640);
  });

  for (const [name, facts] of Object.entries({
    'without a stack': { ...withSize(160), builtBy: { kind: 'absent' } },
    'in facts of an earlier grader': withoutBuiltBy(withSize(160)),
    'when the stack could not be looked at': {
      ...withSize(160),
      builtBy: { kind: 'unreadable', trouble: { kind: 'denied', action: 'a:B', message: '' } },
    },
    'in a stack that says another size': withSize(200),
    'in a stack of somebody else with the same outputs': withSize(160, { resources: {} }),
    'in a stack without the bucket that was graded': withSize(160, {
      resources: { ...stack.resources, ImageBucket: 'another-bucket' },
    }),
    'that is no whole number': withSize(160.5, { sizes: { ThumbnailSize: 160.5 } }),
    "beyond the template's limits": withSize(5000, { sizes: { ThumbnailSize: 5000 } }),
    "below the template's limits": withSize(8, { sizes: { ThumbnailSize: 8 } }),
  } satisfies Record<string, Facts>)) {
    it(`is not a MAX_SIZE ${name}`, () => assert.equal(boxOf(facts, 'thumbnail'), 128));
  }
});

function withSize(maxSize: number, changes: Partial<StackFacts> = {}): Facts {
  return { ...withFunction('thumbnail', { maxSize }), builtBy: found({ ...stack, ...changes }) };
}

function withoutBuiltBy({ builtBy: _, ...facts }: Facts): Facts {
  return facts;
}

function nameOf(seen: Parameters<typeof foundIn<{ name: string }>>[0]): string {
  return foundIn(seen)?.name ?? '';
}
