import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OUTPUT_NAMES } from '../lab/output-names.ts';
import { evaluate } from './evaluate.ts';
import { FUNCTION_TIMEOUT_SECONDS } from './function-build.ts';
import { RESOURCES } from './logical-ids.ts';
import { names, namesOf, namesOfOutputs } from './names.ts';
import { parameterGroups, parameters } from './parameters.ts';
import { allResources, properties, resources, resourcesWith, values } from './plain-resources.ts';
import { comments, template } from './template.ts';

type Names = Record<string, string>;

test('resources are in the order in which data flows', () => {
  const stations = [
    'ImageBucket',
    'ResizeImageTopic',
    'ThumbnailQueue',
    'LabExecutionRole',
    'CreateThumbnail',
  ];
  const order = Object.keys(template.Resources);
  assert.deepEqual(
    order.filter((id) => stations.includes(id)),
    stations,
  );
  for (const policy of order.filter((id) => id.endsWith('Policy'))) {
    assert.equal(order.indexOf(policy), order.indexOf(policy.replace('Policy', '')) + 1, policy);
  }
});

test('every resource has the type that its logical id promises', () => {
  const types = Object.fromEntries(Object.entries(allResources).map(([id, { Type }]) => [id, Type]));
  assert.deepEqual(types, RESOURCES);
});

test('the comment above a resource names a task of the lab or says that there is none, and every task has its resource', () => {
  for (const id of Object.keys(RESOURCES)) assert.match(comments.get(id) ?? '', /^(Tasks? \d|No task: )/, id);
  const all = [...comments.values()].join('\n');
  for (const task of ['1', '2.1', '2.2', '2.3', '3.1', '3.2', '4', '5.1', '5.2', '5.3', '5.4', '8', '9']) {
    assert.match(all, new RegExp(`[Tt]ask[^:]*\\b${task.replace('.', '\\.')}\\b`), `task ${task}`);
  }
});

test('with the defaults, the names are those of the lab', () => {
  const { bucket, topic, customExecutionRole, labExecutionRole } = evaluate(names, values) as Names;
  assert.equal(bucket, `resize-image-${values['AWS::AccountId']}-ap-northeast-1`);
  assert.match(topic ?? '', /^resize-image-topic-\d{4}$/);
  assert.deepEqual([customExecutionRole, labExecutionRole], ['CustomExecutionRole', 'LabExecutionRole']);
  assert.deepEqual(Object.values(evaluate(namesOf('thumbnail'), values) as Names), [
    'thumbnail-queue',
    'thumbnail-dead-letter-queue',
    'CreateThumbnail',
    '/image-lab/CreateThumbnail',
    'image-lab-thumbnail-queue-age',
    'image-lab-thumbnail-dead-letters',
    'image-lab-create-thumbnail-errors',
    'image-lab-create-thumbnail-throttles',
  ]);
  assert.deepEqual(Object.values(evaluate(namesOf('mobile'), values) as Names), [
    'mobile-queue',
    'mobile-dead-letter-queue',
    'CreateMobileImage',
    '/image-lab/CreateMobileImage',
    'image-lab-mobile-queue-age',
    'image-lab-mobile-dead-letters',
    'image-lab-create-mobile-image-errors',
    'image-lab-create-mobile-image-throttles',
  ]);
});

test('the longest suffix fits into every name, and every name has it', () => {
  const { AllowedPattern, MaxLength } = parameters.NameSuffix;
  const NameSuffix = `-${'x'.repeat((MaxLength ?? 0) - 1)}`;
  assert.match(NameSuffix, new RegExp(AllowedPattern ?? '^$'));
  const longest = { ...values, 'AWS::Region': 'cn-northwest-1', NameSuffix };
  const [bucket, ...others] = [names, ...namesOfOutputs].flatMap((some) =>
    Object.values(evaluate(some, longest) as Names),
  );
  assert.ok(bucket !== undefined && bucket.length <= 63, bucket);
  for (const name of [bucket, ...others]) {
    assert.ok(name.length <= 64, name);
    assert.ok(name.endsWith(NameSuffix), name);
  }
});

test('every parameter has a default that its own rules accept, a description, and a place in a group', () => {
  for (const [id, parameter] of Object.entries(parameters)) {
    assert.ok(parameter.Description, id);
    if ('AllowedPattern' in parameter) {
      assert.match(String(parameter.Default), new RegExp(parameter.AllowedPattern ?? ''), id);
      assert.ok(parameter.ConstraintDescription, id);
    }
  }
  assert.deepEqual(
    parameterGroups.flatMap((group) => group.parameters),
    Object.keys(parameters),
  );
});

test('an email address may be empty or an address, and nothing else', () => {
  assert.equal(parameters.EmailAddress.AllowedPattern, parameters.AlarmEmailAddress.AllowedPattern);
  const pattern = new RegExp(parameters.EmailAddress.AllowedPattern ?? '');
  for (const good of ['', 'a@example.com']) assert.match(good, pattern);
  for (const bad of ['a', 'a@b', 'a b@example.com', ' ']) assert.doesNotMatch(bad, pattern);
});

test('an encryption key may be empty, new, or the ARN of a key, and nothing else', () => {
  const pattern = new RegExp(parameters.EncryptionKey.AllowedPattern ?? '');
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  for (const good of ['', 'new', arn, arn.replace('aws', 'aws-us-gov')]) assert.match(good, pattern);
  // The key of SNS loses uploads, and an alias can be moved to another key.
  for (const bad of [
    'alias/aws/sns',
    'NEW',
    arn.replace('key/', 'alias/'),
    'arn:aws:sns:eu-west-1:111122223333:x',
  ])
    assert.doesNotMatch(bad, pattern);
});

test('resources that hold data are kept when they are replaced, and the bucket is kept without its stack on request', () => {
  const holders = [
    ...['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::Logs::LogGroup'].flatMap((type) =>
      Object.entries(RESOURCES).filter(([, each]) => each === type),
    ),
  ];
  // The key and the bucket; two queues and a log group for each output.
  assert.equal(holders.length, 2 + 3 * OUTPUT_NAMES.length);
  const kept = new Map(Object.entries(resourcesWith({ EncryptionKey: 'new', BucketOnDeletion: 'Retain' })));
  for (const [id, type] of holders) {
    assert.equal(kept.get(id)?.UpdateReplacePolicy, 'Retain', id);
    const staysWithStack = type === 'AWS::S3::Bucket' || type === 'AWS::KMS::Key';
    assert.equal(kept.get(id)?.DeletionPolicy, staysWithStack ? 'Retain' : 'Delete', id);
  }
  assert.equal(resources.ImageBucket?.DeletionPolicy, 'Delete');
});

test('only the role that no function uses is left out for production', () => {
  const omitted = Object.keys(resourcesWith({ LabOnlyResources: 'Omit' }));
  assert.deepEqual(
    Object.keys(resources).filter((id) => !omitted.includes(id)),
    ['CustomExecutionRole'],
  );
  assert.doesNotMatch(JSON.stringify(resourcesWith({ LabOnlyResources: 'Omit' })), /CustomExecutionRole/);
});

const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);

test('a message stays hidden for at least six times the timeout of the function that works on it', () => {
  const queues = ofType('AWS::SQS::Queue').filter(({ Properties }) => Properties.RedrivePolicy);
  assert.equal(queues.length, OUTPUT_NAMES.length);
  for (const queue of queues) {
    assert.ok(Number(queue.Properties.VisibilityTimeout) >= 6 * FUNCTION_TIMEOUT_SECONDS);
  }
  for (const fn of ofType('AWS::Serverless::Function')) {
    assert.equal(fn.Properties.Timeout, FUNCTION_TIMEOUT_SECONDS);
  }
});

test('the functions of the lab are set up as tasks 5.1 to 5.4 say', () => {
  const expected = {
    CreateThumbnail: ['Create a thumbnail-sized image', '<ThumbnailQueue.Arn>', '128'],
    CreateMobileImage: ['Create a mobile friendly image', '<MobileQueue.Arn>', '640'],
  };
  for (const [id, [description, Queue, size]] of Object.entries(expected)) {
    const { Handler, Description, Runtime, Role, Environment, Events } = properties(id);
    assert.deepEqual(
      [Handler, Description, Runtime, Role],
      [`${id}.handler`, description, 'nodejs24.x', '<LabExecutionRole.Arn>'],
    );
    assert.deepEqual(Environment, {
      Variables: { MAX_SIZE: size, JPEG_QUALITY: '80', MAX_MEGAPIXELS: '100', MALLOC_ARENA_MAX: '1' },
    });
    const Properties = {
      Queue,
      BatchSize: 1,
      Enabled: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: '5' },
    };
    assert.deepEqual(Events, { Trigger: { Type: 'SQS', Properties } });
  }
});
