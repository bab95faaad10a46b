import assert from 'node:assert/strict';
import { it } from 'node:test';
import { connect } from '../account/connect.ts';
import { localVariables } from '../local/local-aws.ts';
import { regionBeforeProfile, regionForSam } from './region.ts';

const both = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' };

it('the region is chosen in the order of the AWS CLI', () => {
  assert.equal(regionBeforeProfile('eu-north-1', both), 'eu-north-1');
  assert.equal(regionBeforeProfile(undefined, both), 'eu-west-1');
  assert.equal(regionBeforeProfile(undefined, { ...both, AWS_REGION: '' }), 'us-east-1');
  assert.equal(regionBeforeProfile(undefined, {}), undefined);
});

it('SAM, which reads only AWS_DEFAULT_REGION, gets the same region', () => {
  assert.deepEqual(regionForSam(both), { AWS_DEFAULT_REGION: 'eu-west-1' });
  assert.deepEqual(regionForSam({ AWS_REGION: 'eu-west-1' }), { AWS_DEFAULT_REGION: 'eu-west-1' });
  assert.deepEqual(regionForSam({}), {});
});

it('the variables that npm start prints are enough for every client', async (test) => {
  const before = { ...process.env };
  test.after(() => Object.assign(process.env, before));
  delete process.env.AWS_REGION;
  Object.assign(process.env, localVariables('http://127.0.0.1:9'));
  const clients = Object.values(connect({}));
  for (const client of clients) assert.equal(await client.config.region(), 'ap-northeast-1');
});
