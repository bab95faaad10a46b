import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type PlainTemplate, readFormerTemplate } from './former-template.ts';
import { values } from './plain-resources.ts';
import { type CreateOnly, readCreateOnly, replacements } from './replacements.ts';
import { template } from './template.ts';

const today: PlainTemplate = JSON.parse(JSON.stringify(template));
let former: PlainTemplate;
let createOnly: CreateOnly;

before(async () => {
  former = await readFormerTemplate();
  createOnly = await readCreateOnly(Object.values(former.Resources).map(({ Type }) => Type));
});

const variants = {
  'by the defaults': {},
  'with every name and address of its own': {
    NameSuffix: '-two',
    TopicDigits: '0815',
    EmailAddress: 'a@example.com',
  },
  'which gets a key, and somebody to be told': { EncryptionKey: 'new', AlarmEmailAddress: 'b@example.com' },
};

for (const [title, parameters] of Object.entries(variants)) {
  test(`an update of a stack from the former template ${title} replaces nothing`, () => {
    assert.deepEqual(replacements(former, today, createOnly, { ...values, ...parameters }), []);
  });
}

test('AWS says what cannot be changed in place', () => {
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
  test(`a change that replaces what holds data is found: ${found}`, () => {
    const changed = structuredClone(today);
    make(changed.Resources);
    assert.deepEqual(replacements(former, changed, createOnly, values), [found]);
  });
}
