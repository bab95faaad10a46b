import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROLE_NAMES, resembles, suffixOf, suffixOfTopic, TOPIC_PREFIX } from './names.ts';

describe('the suffix that NameSuffix adds', () => {
  for (const [name, suffix] of [
    ['thumbnail-queue', ''],
    ['thumbnail-queue-two', '-two'],
    ['thumbnail-queue-two-b', '-two-b'],
    ['thumbnail-queue.fifo', ''],
    ['thumbnail-queues', undefined],
    ['my-thumbnail-queue', undefined],
    ['Thumbnail-queue', undefined],
  ] as const) {
    it(`is ${suffix === undefined ? 'none' : `'${suffix}'`} in ${name}`, () =>
      assert.equal(suffixOf(name, 'thumbnail-queue'), suffix));
  }

  it('is not confused with the digits of a topic', () => {
    assert.equal(suffixOfTopic('resize-image-topic-2718-two'), '-two');
    assert.equal(suffixOfTopic('resize-image-topic-2718'), '');
    assert.equal(suffixOfTopic('resize-image-topic-lena'), '');
  });
});

describe('a possible misspelling', () => {
  for (const [wanted, similar, other] of [
    [
      TOPIC_PREFIX,
      [
        'resize-image-topic',
        'resizeimage-topic-1234',
        'Resize-Image-Topic-2718',
        'resize-images-topic-2718',
        'rezise-image-topic-1',
      ],
      ['my-first-topic', 'alarms', 'image', 'resized', 'topic'],
    ],
    [
      'thumbnail-queue',
      [
        'thumbnails-queue',
        'thumbnail_queue',
        'tumbnail-queue',
        'Thumbnail-Queue',
        'thumbnail',
        'thumbnail-queue.fifo',
      ],
      ['mobile-queue', 'thu', 'archive-queue', 'queue'],
    ],
    [
      'mobile-queue',
      ['mobile_queue', 'mobil-queue', 'mobile', 'mobile-queue-dlq'],
      ['thumbnail-queue', 'mob'],
    ],
    [
      'CreateMobileImage',
      ['createMobileImage', 'CreateMobileImages', 'CreateMobile', 'create-mobile-image'],
      ['CreateThumbnail', 'hello-world', 'Image'],
    ],
    [
      ROLE_NAMES.lab,
      ['LambdaExecutionRole', 'labExecutionRole', 'LabExecutionRoles'],
      ['CustomExecutionRole', 'AWSServiceRoleForSupport', 'thumbnail-role'],
    ],
    [
      ROLE_NAMES.custom,
      ['CustomExecutionRol', 'CustomExcutionRole'],
      ['LabExecutionRole', 'LambdaExecutionRole'],
    ],
  ] as const) {
    it(`of ${wanted} is distinguished from other names`, () => {
      assert.deepEqual(
        [...similar, ...other].filter((name) => resembles(name, wanted)),
        similar,
      );
    });
  }
});
