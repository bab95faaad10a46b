import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { connect } from '../connect.ts';
import { maskCaller, observeProvenance } from './provenance.ts';

const place = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };

describe('the provenance of facts', () => {
  it('distinguishes accounts without revealing their ids', async () => {
    const aws = connect({ region: 'eu-west-1', credentials });
    const [one, again, other] = await Promise.all(
      ['111122223333', '111122223333', '111122223334'].map((account) =>
        observeProvenance(aws, { ...place, account }),
      ),
    );
    assert.equal(one?.accountDigest, again?.accountDigest);
    assert.notEqual(one?.accountDigest, other?.accountDigest);
    assert.ok(!JSON.stringify(one).includes('111122223333'));
  });

  it('names another endpoint of a single service, whatever the settings say', async () => {
    const server = createServer((_, answer) => answer.end());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.AWS_ENDPOINT_URL_S3 = endpoint;
    try {
      const aws = connect({ region: 'eu-west-1', credentials });
      await aws.s3.send(new HeadBucketCommand({ Bucket: 'bucket' })).catch(() => {});
      const { endpoint: kind, origins } = await observeProvenance(aws, place);
      assert.equal(kind, 'embedded');
      assert.deepEqual(
        origins.map((origin) => origin.endsWith(endpoint.slice(-6))),
        [true],
      );
    } finally {
      delete process.env.AWS_ENDPOINT_URL_S3;
      server.close();
    }
  });

  it("has the caller's role, and one letter of a person's name", () => {
    const arn = 'arn:aws:sts::111122223333:assumed-role/Grader/lena@example.com';
    assert.equal(maskCaller(arn), 'assumed-role/Grader/l…');
    assert.equal(maskCaller('arn:aws:iam::111122223333:user/class/lena'), 'user/class/l…');
    assert.equal(maskCaller('arn:aws:iam::111122223333:root'), 'root');
    assert.equal(maskCaller(''), '');
  });
});
