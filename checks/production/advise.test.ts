import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ABSENT, found } from '../broken-facts.ts';
import { USUAL_ADVICE } from '../corpus/set-up.ts';
import type { Facts } from '../facts.ts';
import { exitStatus, gradeFacts } from '../grade.ts';
import { allRightFacts, fixtureGrade } from '../report/fixtures.ts';
import { adviseProduction } from './advise.ts';
import {
  changed,
  mayNot,
  withDeadLetters,
  withFunction,
  without,
  withoutAlarms,
  withProduction,
  withQueue,
  withQueuePolicy,
  withTrigger,
} from './lacking-facts.ts';
import { readyFacts, readyProduction } from './ready-facts.ts';

/** By id of the advice: what the ready lab is given to lack, and how the advice's title then ends. */
const lacking: Record<string, [name: string, facts: Facts, title: RegExp][]> = {
  'dead-letter-queue': [
    ['none', withQueue({ deadLetters: null }), /: thumbnail-queue$/],
    [
      'deleted since',
      withProduction({ deadLetterQueues: { ...readyProduction.deadLetterQueues, mobile: ABSENT } }),
      /: mobile-queue$/,
    ],
  ],
  'few-tries': [
    ['three', withQueue({ deadLetters: { arn: 'arn:aws:sqs:::d', maxReceives: 3 } }), /: thumbnail-queue$/],
  ],
  'subscription-dead-letter-queue': [
    [
      'none of one',
      changed('topic', ({ subscriptions }) => ({
        subscriptions: subscriptions.map((one) =>
          one.endpoint.endsWith(':mobile-queue') ? { ...one, deadLetterArn: null } : one,
        ),
      })),
      /: mobile-queue$/,
    ],
  ],
  'dead-letter-retention': [
    ['as long as', withDeadLetters({ retentionSeconds: 345_600 }), /: thumbnail-dead-letter-queue$/],
  ],
  'redrive-allow-policy': [['none', withDeadLetters({ allows: 'all' }), /: thumbnail-dead-letter-queue$/]],
  'long-polling': [['0 s', withQueue({ waitSeconds: 0 }), /: thumbnail-queue$/]],
  'partial-batch-responses': [['not ticked', withTrigger({ partialResponses: false }), /: CreateThumbnail$/]],
  'maximum-concurrency': [['none', withTrigger({ maximumConcurrency: null }), /: CreateThumbnail$/]],
  'log-retention': [
    [
      'for ever',
      withProduction({
        logGroups: { ...readyProduction.logGroups, mobile: found({ name: '/x', retentionDays: null }) },
      }),
      /: CreateMobileImage$/,
    ],
  ],
  tracing: [['off', withFunction({ tracing: false }), /: CreateThumbnail$/]],
  alarms: [
    ['none', withProduction({ alarms: found([]) }), /dead letters, errors, throttles and uploads that wait$/],
    ['none of errors', withoutAlarms('Errors'), /tells of errors$/],
    ['none of throttles', withoutAlarms('Throttles'), /tells of throttles$/],
    ['none of age', withoutAlarms('ApproximateAgeOfOldestMessage'), /tells of uploads that wait$/],
    ['none of dead letters', withoutAlarms('ApproximateNumberOfMessagesVisible'), /tells of dead letters$/],
  ],
  dashboard: [['none', withProduction({ dashboard: found(false) }), /^No dashboard/]],
  'queue-encryption': [
    ['a queue', withQueue({ encrypted: false }), /: thumbnail-queue$/],
    ['a dead-letter queue', withDeadLetters({ encrypted: false }), /: thumbnail-dead-letter-queue$/],
  ],
  'public-access': [['open', withProduction({ publicAccessBlocked: found(false) }), /: hands-on-4-lena$/]],
  versioning: [['off', withProduction({ versioning: found(false) }), /: hands-on-4-lena$/]],
  'any-own-bucket-may-publish': [
    [
      'by account only',
      changed('topic', ({ policy }) => ({ policy: without(policy, 'ArnLike') })),
      /to resize-image-topic-0001$/,
    ],
  ],
  'any-topic-may-send': [
    [
      'another of the account',
      withQueuePolicy((text) => text.replace('resize-image-topic-0001', '*')),
      / to thumbnail-queue$/,
    ],
    [
      "another account's of the same name",
      withQueuePolicy((text) =>
        text
          .replaceAll('"111111111111"', '"*"')
          .replace(':111111111111:resize', ':*:resize')
          .replace('StringEqualsIfExists', 'StringLikeIfExists')
          .replace('ArnEquals', 'ArnLike'),
      ),
      / to thumbnail-queue$/,
    ],
  ],
  'tls-only': [
    [
      'a queue',
      withQueuePolicy((text) => text.replace('"Deny"', '"Allow"').replace('sqs:*', 'sqs:X')),
      /: thumbnail-queue$/,
    ],
    ['the bucket', changed('bucket', () => ({ policy: null })), /: hands-on-4-lena$/],
    [
      'a Deny of everything',
      changed('bucket', ({ policy }) => ({ policy: without(policy, 'Bool') })),
      /: hands-on-4-lena$/,
    ],
  ],
  'production-not-seen': [
    [
      'denied, each once',
      withProduction({
        alarms: mayNot('cloudwatch:DescribeAlarms'),
        logGroups: { thumbnail: mayNot('logs:DescribeLogGroups'), mobile: mayNot('logs:DescribeLogGroups') },
      }),
      /: cloudwatch:DescribeAlarms and logs:DescribeLogGroups$/,
    ],
  ],
};

const idsOn = (facts: Facts) => adviseProduction(facts).map(({ id }) => id);
const NOTHING_SEEN = {
  kind: 'unreadable',
  trouble: { kind: 'network', action: 'a:B', message: 'Gone.' },
} as const;

describe('advice on what production needs', () => {
  it('is not given to a lab that has all that the template has', () => {
    assert.deepEqual(adviseProduction(readyFacts), []);
  });

  for (const [id, cases] of Object.entries(lacking)) {
    for (const [name, facts, title] of cases) {
      it(`names ${id}, and nothing else: ${name}`, () => {
        const [advice, ...more] = adviseProduction(facts);
        assert.deepEqual(more, []);
        assert.equal(advice?.id, id);
        assert.match(advice.title, title);
        assert.equal(advice.group, 'production');
      });
    }
  }

  it('says of a trigger without partial responses that failures count as done', () => {
    const [advice] = adviseProduction(withTrigger({ partialResponses: false }));
    assert.match(advice?.title ?? '', /count as done/);
    assert.match(advice?.why ?? '', /lost, without a retry or a dead letter/);
    assert.match(advice?.how ?? '', /Report batch item failures/);
  });

  it('is complete for the lab by its letters, TLS too where AWS was asked by it', () => {
    const wide = /^wide-role/;
    const usual = USUAL_ADVICE.filter((id) => !wide.test(id));
    assert.deepEqual(idsOn(allRightFacts), [...usual, 'tls-only']);
    const plain = { ...readyProduction, byTls: false };
    assert.ok(!idsOn({ ...allRightFacts, production: plain }).includes('tls-only'));
  });

  it('leaves points, verdicts and exit status as they are', () => {
    const { production, ...others } = allRightFacts;
    assert.ok(production);
    const [withAdvice, without] = [gradeFacts(allRightFacts), gradeFacts(others)];
    assert.ok(withAdvice.advice.length > without.advice.length);
    assert.deepEqual({ ...withAdvice, advice: [] }, { ...without, advice: [] });
    assert.equal(exitStatus(withAdvice), exitStatus(without));
  });

  it('does not stop a grade when it breaks down itself', () => {
    const broken = { ...readyProduction, alarms: found(null) } as unknown as typeof readyProduction;
    const grade = gradeFacts({ ...readyFacts, production: broken });
    assert.deepEqual([grade.score, exitStatus(grade)], [100, 0]);
    assert.match(grade.advice.at(-1)?.why ?? '', /The grader itself failed here: /);
  });

  it('says of what was not seen that it was not, once, and else nothing', () => {
    const { versioning, ...ends } = readyProduction;
    assert.ok(versioning);
    const blind = { thumbnail: NOTHING_SEEN, mobile: NOTHING_SEEN };
    const production = {
      ...{ ...ends, versioning: NOTHING_SEEN, publicAccessBlocked: NOTHING_SEEN, alarms: NOTHING_SEEN },
      ...{ dashboard: NOTHING_SEEN, deadLetterQueues: blind, logGroups: blind },
    };
    const [advice, ...more] = adviseProduction({ ...readyFacts, production });
    assert.deepEqual(more, []);
    assert.equal(advice?.title, 'Not looked at: a:B');
    assert.equal(advice.why, 'More may be missing. Gone.');
  });

  it('is not given on what is not there yet, nor to a part of the tasks', () => {
    assert.deepEqual(fixtureGrade('not-begun').advice, []);
    const groups = gradeFacts(allRightFacts, ['2']).advice.map(({ group }) => group);
    assert.ok(!groups.includes('production'));
  });

  it('leads to headings that the workbook has', () => {
    const text = readFileSync(new URL('../../lab/README.md', import.meta.url), 'utf8');
    const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    const given = Object.values(lacking)
      .flat()
      .flatMap(([, facts]) => adviseProduction(facts));
    const missing = given.flatMap(({ guide = '' }) => {
      const [file, anchor = ''] = guide.split('#');
      return file === 'lab/README.md' && anchors.includes(anchor) ? [] : [guide];
    });
    assert.deepEqual(missing, []);
  });
});
