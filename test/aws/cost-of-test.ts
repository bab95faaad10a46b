import { priceUses } from '../../operate/costs/bill.ts';
import { measured } from '../../operate/costs/measured.ts';
import { parseCostOptions } from '../../operate/costs/options.ts';
import { readStackFacts } from '../../operate/costs/stack-facts.ts';
import { DAYS_OF_A_MONTH, usesOfMonth } from '../../operate/costs/usage.ts';

/** Estimates the cost of a test: the cost of its pictures and its share of the fixed monthly costs. */
export function costOfTest(pictures: number, seconds: number, region: string): string {
  const month = (count: number) => {
    const args = ['--pictures', String(count), '--megapixels', '2', '--keep-months', '0'];
    const options = parseCostOptions(args, region);
    const uses = usesOfMonth(options, readStackFacts(options), measured, 'x86_64');
    return { usd: priceUses(uses, options.region, false).usd, region: options.region };
  };
  const [idle, busy] = [month(1), month(pictures + 1)];
  const share = seconds / (DAYS_OF_A_MONTH * 86_400);
  const usd = busy.usd - idle.usd + idle.usd * share;
  return `Estimated cost: ${usd.toFixed(4)} dollars for ${pictures} pictures and ${Math.ceil(seconds / 60)} min, at the prices of ${busy.region} without the free tier.`;
}
