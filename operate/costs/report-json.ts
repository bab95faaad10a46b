import { assumptions } from './assumptions.ts';
import type { Bill } from './bill.ts';
import { PRICES, UNITS } from './prices.ts';
import type { Estimate } from './report.ts';

/** Returns the estimate as JSON for other programs. New versions only add properties. */
export function estimateAsJson({ options, stack, measured, bills }: Estimate) {
  const { help: _help, format: _format, ...asked } = options;
  const bill = ({ lines, usd }: Bill) => ({
    usd,
    usdPerThousandPictures: (usd / options.pictures) * 1000,
    lines: lines.map(({ price, ...line }) => {
      const { usd: usdPerUnit, source } = PRICES[options.region][price];
      return { ...line, unit: UNITS[price].name, usdPerUnit, page: UNITS[price].page, source };
    }),
  });
  return {
    schemaVersion: 1,
    currency: 'USD',
    asked,
    assumptions: assumptions(options, stack, measured),
    x86_64: bill(bills.x86_64),
    arm64: bill(bills.arm64),
  };
}
