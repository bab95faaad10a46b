import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainSamLocal } from './explain-sam-local.ts';
import { PictureError } from './resize.ts';

const SOURCE = { bucket: 'b', key: 'ingest/a.jpg' };
const OUTPUT = { bucket: 'b', key: 'thumbnail/a.jpg' };
const refused = async () => {
  throw new Error('getaddrinfo ENOTFOUND s3.amazonaws.com');
};

describe('an error of S3', () => {
  it("names the right command in 'sam local invoke'", async () => {
    const refresh = explainSamLocal(refused, { AWS_SAM_LOCAL: 'true' });
    await assert.rejects(refresh(SOURCE, OUTPUT), /ENOTFOUND s3\.amazonaws\.com\. .*'npm run invoke'/);
  });

  for (const [where, env] of [
    ['in Lambda', {}],
    ["in 'npm run invoke'", { AWS_SAM_LOCAL: 'true', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }],
  ] as const) {
    it(`does not change ${where}`, async () => {
      await assert.rejects(explainSamLocal(refused, env)(SOURCE, OUTPUT), /ENOTFOUND s3\.amazonaws\.com$/);
    });
  }

  it('does not include an error of the picture', async () => {
    const wrong = async () => {
      throw new PictureError('not a JPEG');
    };
    await assert.rejects(
      explainSamLocal(wrong, { AWS_SAM_LOCAL: 'true' })(SOURCE, OUTPUT),
      /^PictureError: not a JPEG$|not a JPEG$/,
    );
  });
});
