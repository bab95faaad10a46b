import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { s3Publishes } from '../../checks/tasks/requests.ts';
import { judge } from './judge.ts';

const TOPIC = 'arn:aws:sns:ap-northeast-1:111111111111:resize-image-topic-1';
const request = s3Publishes(TOPIC, '111111111111', 'arn:aws:s3:::my-pictures');
const asked = { question: 'May S3 publish to this topic?', policy: 'Access policy of the topic', request };

function policy(account: string, effect = 'Allow') {
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Mine', Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sns:*', Resource: TOPIC },
      {
        ...{ Sid: 'S3', Effect: effect, Principal: { Service: 's3.amazonaws.com' }, Action: 'sns:Publish' },
        ...{ Resource: TOPIC, Condition: { StringEquals: { 'aws:SourceAccount': account } } },
      },
    ],
  };
}

describe('the policies of a hop', () => {
  it('show which statement allowed it', () => {
    const { decision, words, statements } = judge({ ...asked, document: policy('111111111111') });
    assert.equal(decision, 'allowed');
    assert.match(words, /'?S3'? allows sns:Publish/);
    assert.deepEqual(
      statements.map(({ decided }) => decided),
      [false, true],
    );
  });

  it('mark the condition that was not met, with both values in words', () => {
    const { decision, words, statements } = judge({ ...asked, document: policy('123456789012') });
    assert.equal(decision, 'denied');
    assert.match(words, /only when aws:SourceAccount is 123456789012, but S3 sends 111111111111/);
    const marked = statements[1]?.marked.map((line) => statements[1]?.lines[line]?.trim());
    assert.deepEqual(marked, ['"aws:SourceAccount": "123456789012"']);
    assert.ok(statements[1]?.reasons.some(({ words, met }) => !met && words.includes('aws:SourceAccount')));
  });

  it('show that a Deny wins', () => {
    const { decision, statements } = judge({ ...asked, document: policy('111111111111', 'Deny') });
    assert.equal(decision, 'denied');
    assert.equal(statements[1]?.decided, true);
  });

  it('say that a document is no policy, and do not guess', () => {
    for (const document of ['text', { Statement: [{ Effect: 'Maybe' }] }, { Conditions: {} }])
      assert.equal(judge({ ...asked, document }).decision, 'unknown');
  });
});
