import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { priceUses } from './bill.ts';
import { billedMs } from './duration.ts';
import { type Measured, measured } from './measured.ts';
import { parseCostOptions } from './options.ts';
import { PRICES, type PriceId, REGIONS } from './prices.ts';
import { renderEstimate } from './report.ts';
import { readStackFacts } from './stack-facts.ts';
import { type Use, usesOfMonth } from './usage.ts';

const options = parseCostOptions(['--pictures', '1,000,000', '--megapixels', '12']);
const stack = readStackFacts({ encryptionKey: false });

function quantityOf(uses: readonly Use[], what: RegExp): number {
  const found = uses.filter((use) => what.test(`${use.service} ${use.what}`));
  assert.equal(found.length, 1, `${what}`);
  return found[0]?.quantity ?? 0;
}

describe('the usage of a month', () => {
  const uses = usesOfMonth(options, stack, measured, 'x86_64');

  it('grows with the number of pictures, except for fixed costs', () => {
    const twice = usesOfMonth({ ...options, pictures: 2_000_000 }, stack, measured, 'x86_64');
    const fixed = /empty polls|alarms|dashboard/;
    for (const [index, { what, quantity }] of uses.entries()) {
      const expected = fixed.test(what) ? quantity : quantity * 2;
      // X-Ray traces every invocation only up to one per second.
      if (what === 'traces') assert.ok((twice[index]?.quantity ?? 0) <= expected);
      else assert.equal(twice[index]?.quantity, expected, what);
    }
  });

  it('has the counts that follow from the template', () => {
    assert.equal(quantityOf(uses, /Lambda invocations/), 2_000_000);
    assert.equal(quantityOf(uses, /alarms/), stack.alarms);
    // 2 queues × 5 polls × 3 per minute, for 365.25 / 12 days
    assert.equal(quantityOf(uses, /empty polls/), 2 * 5 * 3 * 60 * 24 * (365.25 / 12));
  });

  it('includes a KMS key only when one is requested', () => {
    assert.ok(uses.every(({ service }) => service !== 'KMS'));
    const withKey = usesOfMonth(options, readStackFacts({ encryptionKey: true }), measured, 'x86_64');
    assert.equal(quantityOf(withKey, /KMS key/), 1);
    assert.ok(quantityOf(withKey, /KMS requests/) > 0);
  });

  it('stores uploads until the lifecycle rule removes them, and outputs for the requested months', () => {
    const none = usesOfMonth({ ...options, keepMonths: 0 }, stack, measured, 'x86_64');
    assert.equal(quantityOf(none, /outputs, 0 months/), 0);
    const gib = (1_000_000 * options.megabytes * 1e6) / 2 ** 30;
    assert.equal(quantityOf(none, /originals/), gib * (31 / (365.25 / 12)));
  });
});

describe('the region', () => {
  it('comes from the option, then from the environment, then from the first region with prices', () => {
    assert.equal(parseCostOptions(['--region', 'us-east-1'], 'eu-west-1').region, 'us-east-1');
    assert.equal(parseCostOptions([], 'eu-west-1').region, 'eu-west-1');
    assert.equal(parseCostOptions([]).region, REGIONS[0]);
  });

  it('is named in the report when the price table does not have it', () => {
    const elsewhere = parseCostOptions([], 'sa-east-1');
    assert.deepEqual([elsewhere.region, elsewhere.unpriced], [REGIONS[0], 'sa-east-1']);
    const bill = priceUses(usesOfMonth(elsewhere, stack, measured, 'x86_64'), elsewhere.region, false);
    const bills = { x86_64: bill, arm64: bill };
    assert.match(
      renderEstimate({ options: elsewhere, stack, measured, bills }),
      /Your region is sa-east-1\./,
    );
  });
});

describe('an invocation', () => {
  const [small, large] = [10, 20].map((megapixels) => ({
    megapixels,
    bytes: 0,
    cpuMs: { thumbnail: megapixels * 10, mobile: 0 },
    outputBytes: { thumbnail: 0, mobile: 0 },
  }));
  const table = { ...measured, pictures: [small, large] } as Measured;

  it('is billed for its processor time on its share of a vCPU and for waiting', () => {
    assert.equal(billedMs('thumbnail', 10, 1769, table), 100 + 200);
    assert.equal(billedMs('thumbnail', 15, 1769 / 2, table), 300 + 200);
    assert.equal(billedMs('thumbnail', 30, 4000, table), 300 + 200);
  });
});

describe('the bill', () => {
  it('is the sum of its lines', () => {
    const uses: Use[] = [
      { service: 'S3', what: 'PUT', price: 's3Puts', quantity: 3_000_000 },
      { service: 'SQS', what: 'all', price: 'sqsRequests', quantity: 6_000_000 },
    ];
    const { lines, usd } = priceUses(uses, 'ap-northeast-1', false);
    assert.deepEqual(
      lines.map((line) => line.usd.toFixed(6)),
      ['14.100000', '2.400000'],
    );
    assert.equal(usd.toFixed(6), '16.500000');
  });

  it('subtracts the free tier once, even when several lines have the same price', () => {
    const line: Use = { service: 'SQS', what: 'some', price: 'sqsRequests', quantity: 700_000 };
    const { lines } = priceUses([line, line], 'us-east-1', true);
    assert.deepEqual(
      lines.map(({ usd }) => usd.toFixed(6)),
      ['0.000000', '0.160000'],
    );
  });
});

describe('the price table', () => {
  it('has every price for every region, with its source', () => {
    const ids = Object.keys(PRICES['us-east-1']) as PriceId[];
    for (const region of REGIONS) {
      for (const id of ids) {
        const { usd, source } = PRICES[region][id];
        assert.ok(usd > 0 && usd <= 3, `${region} ${id}`);
        assert.ok(source.record.length > 20);
      }
    }
  });
});

describe('the report', () => {
  const bills = {
    x86_64: priceUses(usesOfMonth(options, stack, measured, 'x86_64'), 'ap-northeast-1', false),
    arm64: priceUses(usesOfMonth(options, stack, measured, 'arm64'), 'ap-northeast-1', false),
  };
  const text = renderEstimate({ options, stack, measured, bills });

  it('is at most 80 columns wide', () => {
    for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
  });

  it('names the prices that could not be confirmed', () => {
    assert.match(text, /not confirmed for ap-northeast-1: SNS/);
    assert.match(text, /X-Ray .*\d\?/);
  });
});

describe('options', () => {
  it('are rejected with the expected values', () => {
    assert.throws(() => parseCostOptions(['--pictures', 'many']), /--pictures is 'many': expected a number/);
    assert.throws(() => parseCostOptions(['--pictures', '1,5']), /expected a number/);
    assert.throws(
      () => parseCostOptions(['--region', 'eu-west-9']),
      /expected ap-northeast-1, eu-west-1, us-east-1/,
    );
    assert.throws(() => parseCostOptions(['--picture', '1']), /--picture/);
  });
});
