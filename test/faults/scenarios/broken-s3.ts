import { setEndpoint } from '../branches.ts';
import { FAULTS, startFaultProxy } from '../fault-proxy.ts';
import { keysOf, type Scenario } from '../scenario.ts';

const SHARE = 0.3;

/** 30 % of all calls to S3 fail: S3 answers with an error, cuts the answer, or does not answer. */
export const brokenS3: Scenario = {
  name: 'broken-s3',
  title: '30 % of calls fail',
  async run(bench) {
    const { aws, branches, endpoint } = bench;
    const keys = keysOf('broken-s3', bench.short ? 10 : 150);
    const proxy = await startFaultProxy({ target: endpoint, seed: 'broken-s3', share: SHARE });
    try {
      for (const branch of branches) await setEndpoint(aws, branch, proxy.endpoint);
      const uploads = await bench.uploadAll(keys);
      await bench.settle(1800);
      const { calls, broken } = proxy;
      const count = Object.values(broken).reduce((sum, one) => sum + one);
      const kinds = FAULTS.map((fault) => `${fault} ${broken[fault]}`).join(', ');
      return {
        account: await bench.account('broken-s3', uploads),
        broken: { count, what: 'calls broken', least: Math.floor((SHARE / 2) * calls) || 1 },
        notes: [`The functions made ${calls} calls. Faults: ${kinds}.`],
      };
    } finally {
      for (const branch of branches) await setEndpoint(aws, branch, undefined);
      await proxy.stop();
    }
  },
};
