import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Facts } from '../../account/facts.ts';
import { USUAL_ADVICE } from '../../solve/faults/set-up.ts';
import { ABSENT, found } from '../../test/fixtures/broken-facts.ts';
import { allRightFacts, fixtureGrade } from '../../test/fixtures/grades.ts';
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
} from '../../test/fixtures/lacking-facts.ts';
import { readyFacts, readyProduction } from '../../test/fixtures/ready-facts.ts';
import { exitStatus, gradeFacts } from '../grade.ts';
import { adviseProduction } from './advise.ts';
import { PRODUCTION_GUIDE } from './production-advice.ts';

/** By id of the advice: what is removed from the ready lab, and how the title of the advice ends. */
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
    ['none', withProduction({ alarms: found([]) }), /dead letters, errors, throttles and waiting uploads$/],
    ['none of errors', withoutAlarms('Errors'), /watches errors$/],
    ['none of throttles', withoutAlarms('Throttles'), /watches throttles$/],
    ['none of age', withoutAlarms('ApproximateAgeOfOldestMessage'), /watches waiting uploads$/],
    ['none of dead letters', withoutAlarms('ApproximateNumberOfMessagesVisible'), /watches dead letters$/],
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
  it('is not given to a lab that has everything in the template', () => {
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

  it('says that failed messages are deleted when a trigger does not report batch item failures', () => {
    const [advice] = adviseProduction(withTrigger({ partialResponses: false }));
    assert.match(advice?.title ?? '', /delete messages that failed/);
    assert.match(advice?.why ?? '', /loses the picture, without a retry or a dead letter/);
    assert.match(advice?.how ?? '', /Report batch item failures/);
  });

  it('is complete for the exact lab, and includes TLS when the grader used it', () => {
    const wide = /^wide-role/;
    const usual = USUAL_ADVICE.filter((id) => !wide.test(id));
    assert.deepEqual(idsOn(allRightFacts), [...usual, 'tls-only']);
    const plain = { ...readyProduction, byTls: false };
    assert.ok(!idsOn({ ...allRightFacts, production: plain }).includes('tls-only'));
  });

  it('does not change points, verdicts and exit status', () => {
    const { production, ...others } = allRightFacts;
    assert.ok(production);
    const [withAdvice, without] = [gradeFacts(allRightFacts), gradeFacts(others)];
    assert.ok(withAdvice.advice.length > without.advice.length);
    assert.deepEqual({ ...withAdvice, advice: [] }, { ...without, advice: [] });
    assert.equal(exitStatus(withAdvice), exitStatus(without));
  });

  it('does not prevent a grade when the advice itself fails', () => {
    const broken = { ...readyProduction, alarms: found(null) } as unknown as typeof readyProduction;
    const grade = gradeFacts({ ...readyFacts, production: broken });
    assert.deepEqual([grade.score, exitStatus(grade)], [100, 0]);
    assert.match(grade.advice.at(-1)?.why ?? '', /The grader could not judge it: /);
  });

  it('says once what was not checked, and nothing else about it', () => {
    const { versioning, ...ends } = readyProduction;
    assert.ok(versioning);
    const blind = { thumbnail: NOTHING_SEEN, mobile: NOTHING_SEEN };
    const production = {
      ...{ ...ends, versioning: NOTHING_SEEN, publicAccessBlocked: NOTHING_SEEN, alarms: NOTHING_SEEN },
      ...{ dashboard: NOTHING_SEEN, deadLetterQueues: blind, logGroups: blind },
    };
    const [advice, ...more] = adviseProduction({ ...readyFacts, production });
    assert.deepEqual(more, []);
    assert.equal(advice?.title, 'Not checked: a:B');
    assert.equal(advice.why, 'More may be missing. Gone.');
  });

  it('is not given about missing resources, nor when only some tasks are graded', () => {
    assert.deepEqual(fixtureGrade('not-begun').advice, []);
    const groups = gradeFacts(allRightFacts, ['2']).advice.map(({ group }) => group);
    assert.ok(!groups.includes('production'));
  });

  it('links to headings that exist in the workbook', () => {
    const text = readFileSync(new URL('../../lab/production.md', import.meta.url), 'utf8');
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
      const [file, anchor] = guide.split('#');
      const exists = anchor === undefined || anchors.includes(anchor);
      return file === PRODUCTION_GUIDE && exists ? [] : [guide];
    });
    assert.deepEqual(missing, []);
  });
});
