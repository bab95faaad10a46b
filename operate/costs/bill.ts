import type { PriceSource } from './price-sources.ts';
import { FREE, PRICES, type PriceId, type Region } from './prices.ts';
import type { Use } from './usage.ts';

/** A use with its cost in US dollars. */
export interface BillLine extends Use {
  usd: number;
  /** Whether the price was found for this region. */
  confirmed: boolean;
}

export interface Bill {
  lines: readonly BillLine[];
  usd: number;
}

/**
 * Computes the cost of each use.
 * @param freeTier whether to subtract the monthly free tier. It is subtracted from the first lines of each price.
 */
export function priceUses(uses: readonly Use[], region: Region, freeTier: boolean): Bill {
  const left = new Map<PriceId, number>(freeTier ? freeAllowances() : []);
  const lines = uses.map((use) => {
    const { usd, source }: { usd: number; source: PriceSource } = PRICES[region][use.price];
    const free = Math.min(use.quantity, left.get(use.price) ?? 0);
    left.set(use.price, (left.get(use.price) ?? 0) - free);
    return { ...use, usd: (use.quantity - free) * usd, confirmed: source.confirmed };
  });
  return { lines, usd: lines.reduce((sum, { usd }) => sum + usd, 0) };
}

function freeAllowances(): [PriceId, number][] {
  const ids = Object.keys(FREE) as PriceId[];
  return ids.map((id) => [id, FREE[id] ?? 0]);
}
