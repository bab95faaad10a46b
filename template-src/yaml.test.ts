import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fn } from 'cloudform';
import { attribute, pseudo, ref, sub } from './intrinsics.ts';
import { comments, template } from './template.ts';
import { renderYaml } from './yaml.ts';

const body = (value: object) => renderYaml(value, new Map()).split('\n\n').slice(1).join('\n\n');

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: Fn::Sub replaces these
test('intrinsic functions become short tags', () => {
  const rendered = body({
    a: ref('ThumbnailQueue'),
    b: attribute('ThumbnailQueue', 'Arn'),
    c: sub`arn:${pseudo.partition}:s3:::${ref('ImageBucket')}/${sub`x-${attribute('ImageBucket', 'Arn')}`}`,
    d: Fn.If('HasEmailAddress', ref('EmailAddress'), 'nobody'),
  });
  assert.deepEqual(rendered.trimEnd().split(/\n+/), [
    'a: !Ref ThumbnailQueue',
    'b: !GetAtt ThumbnailQueue.Arn',
    'c: !Sub arn:${AWS::Partition}:s3:::${ImageBucket}/x-${ImageBucket.Arn}',
    'd: !If [HasEmailAddress, !Ref EmailAddress, nobody]',
  ]);
});

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: until here

test('a text that YAML 1.1 would read as a date or a boolean is quoted', () => {
  assert.equal(
    body({ a: '2012-10-17', b: 'yes', c: '2718', d: true }),
    "a: '2012-10-17'\n\nb: 'yes'\n\nc: '2718'\n\nd: true\n",
  );
});

test('the same template renders to the same text', () => {
  assert.equal(renderYaml(template, comments), renderYaml(template, comments));
});

test('every comment is right above the line that it explains', () => {
  const lines = renderYaml(template, comments).split('\n');
  for (const [path, comment] of comments) {
    const last = `# ${comment.split('\n').at(-1)}`;
    const name = path.split('.').at(-1) ?? '';
    const below = /^\d+$/.test(name) ? /^ +- / : new RegExp(`^ +${name}:`);
    const stands = lines.some((line, index) => line.endsWith(last) && below.test(lines[index + 1] ?? ''));
    assert.ok(stands, path);
  }
});

test('a comment for a line that does not exist is an error', () => {
  assert.throws(
    () => renderYaml(template, new Map([['ThumbnailQueue.Properties.RedrivePolice', 'Five tries.']])),
    /Expected a line ThumbnailQueue\.Properties\.RedrivePolice in the template.*There is no such line/,
  );
});
