import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  FORMER_TEMPLATES,
  type FormerTemplate,
  type PlainTemplate,
  readFormerTemplate,
} from '../test/template/former-template.ts';
import { type CreateOnly, readCreateOnly, replacements } from '../test/template/replacements.ts';
import { values } from './plain-resources.ts';
import { template } from './template.ts';

const today: PlainTemplate = JSON.parse(JSON.stringify(template));
const formers = Object.keys(FORMER_TEMPLATES) as FormerTemplate[];
const former = new Map<FormerTemplate, PlainTemplate>();
let createOnly: CreateOnly;

before(async () => {
  for (const which of formers) former.set(which, await readFormerTemplate(which));
  const resources = [...former.values()].flatMap(({ Resources }) => Object.values(Resources));
  createOnly = await readCreateOnly(resources.map(({ Type }) => Type));
});

const formerOf = (which: FormerTemplate) => former.get(which) ?? assert.fail(which);

const variants = {
  'by the defaults': {},
  'with its own names and addresses': {
    NameSuffix: '-two',
    TopicDigits: '0815',
    EmailAddress: 'a@example.com',
  },
  'with a new key and an address for alarms': {
    EncryptionKey: 'new',
    AlarmEmailAddress: 'b@example.com',
  },
};

for (const which of formers) {
  for (const [title, parameters] of Object.entries(variants)) {
    test(`an update of a stack from the template ${which}, ${title}, replaces nothing`, () => {
      assert.deepEqual(replacements(formerOf(which), today, createOnly, { ...values, ...parameters }), []);
    });
  }
}

test('the template of the last release has all resources of the lab, so that all of them are compared', () => {
  assert.equal(Object.keys(formerOf('of the last release').Resources).length, 36);
});

test('the schemas of AWS say which properties cannot be changed in place', () => {
  assert.ok(createOnly['AWS::SQS::Queue']?.includes('QueueName'));
  assert.ok(createOnly['AWS::S3::Bucket']?.includes('BucketName'));
  assert.ok(createOnly['AWS::SNS::Topic']?.includes('TopicName'));
  assert.ok(createOnly['AWS::SNS::Subscription']?.includes('Endpoint'));
  assert.ok(createOnly['AWS::Serverless::Function']?.includes('FunctionName'));
});

const mistakes: Record<string, (resources: PlainTemplate['Resources']) => void> = {
  'ThumbnailQueue.QueueName': ({ ThumbnailQueue }) =>
    Object.assign(ThumbnailQueue?.Properties ?? {}, { QueueName: 'thumbnails' }),
  'ResizeImageTopic.FifoTopic': ({ ResizeImageTopic }) =>
    Object.assign(ResizeImageTopic?.Properties ?? {}, { FifoTopic: true }),
  'MobileQueue is gone': (resources) => delete resources.MobileQueue,
  'ImageBucket is AWS::S3Express::DirectoryBucket': ({ ImageBucket }) =>
    Object.assign(ImageBucket ?? {}, { Type: 'AWS::S3Express::DirectoryBucket' }),
};

for (const [found, make] of Object.entries(mistakes)) {
  test(`a change that replaces a resource with data is found: ${found}`, () => {
    const changed = structuredClone(today);
    make(changed.Resources);
    assert.deepEqual(
      replacements(formerOf('before it had dead-letter queues'), changed, createOnly, values),
      [found],
    );
  });
}
