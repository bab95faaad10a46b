import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allRightFacts } from '../../test/fixtures/grades.ts';
import type { TriggerFacts } from '../facts.ts';
import { found, foundIn, type Seen } from '../seen.ts';
import { findFunction } from './find-function.ts';
import type { BareFunction } from './function.ts';

const fixture = foundIn(allRightFacts.functions.thumbnail) ?? assert.fail('The fixture has a function.');
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:thumbnail-queue';

/** @param triggers the queue that triggers each function; null for none. */
async function find(
  triggers: Readonly<Record<string, string | null>>,
  suffix = '',
  queueArn: string | undefined = QUEUE,
) {
  const seen = await findFunction('thumbnail', {
    name: 'CreateThumbnail',
    suffix,
    queueArn,
    read: async (name) => (name in triggers ? found(bare(name)) : { kind: 'absent' }),
    triggers: async (name) => found(triggers[name] ? [trigger(triggers[name])] : []),
    triggeredBy: async (arn) => found(Object.keys(triggers).filter((name) => triggers[name] === arn)),
    list: async () => found(Object.keys(triggers)),
  });
  return seen.kind === 'found' ? seen.value.name : near(seen);
}

function near(seen: Seen<BareFunction>): readonly string[] {
  return seen.kind === 'absent' ? (seen.near ?? []) : assert.fail(JSON.stringify(seen));
}

describe('the function', () => {
  it('is found by its name, with a trigger or without', async () => {
    assert.equal(await find({ CreateThumbnail: QUEUE, other: null }), 'CreateThumbnail');
    assert.equal(await find({ CreateThumbnail: null }), 'CreateThumbnail');
    assert.equal(await find({ CreateThumbnail: null }, '', undefined), 'CreateThumbnail');
  });

  it('is the one with a suffix when the queue triggers that one', async () => {
    const two = { CreateThumbnail: null, 'CreateThumbnail-two': QUEUE };
    assert.equal(await find(two), 'CreateThumbnail-two');
    assert.equal(await find(two, '-two'), 'CreateThumbnail-two');
  });

  it('is found by its name even when the triggers are swapped', async () => {
    assert.equal(
      await find({ CreateThumbnail: `${QUEUE}-other`, CreateMobileImage: QUEUE }),
      'CreateThumbnail',
    );
  });

  it('can have any name when the queue triggers it', async () => {
    assert.equal(await find({ resizer: QUEUE }), 'resizer');
  });

  it('is not the function of the other output', async () => {
    assert.deepEqual(await find({ CreateMobileImage: QUEUE }), []);
  });

  it('is absent when its name is misspelt, and the misspelt one is named', async () => {
    assert.deepEqual(await find({ CreateThumbnails: QUEUE, other: null }), ['CreateThumbnails']);
    assert.deepEqual(await find({ createThumbnail: null }, '', undefined), ['createThumbnail']);
  });
});

function trigger(sourceArn: string): TriggerFacts {
  const rest = {
    id: '1',
    state: 'Enabled',
    batchSize: 1,
    lastResult: 'OK',
    filters: [],
    partialResponses: false,
  };
  return { ...rest, sourceArn };
}

function bare(name: string): BareFunction {
  return { ...fixture, name };
}
