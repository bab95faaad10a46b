import { parseArgs } from 'node:util';
import { Failure } from '../../local/set-up/failure.mjs';
import { uploadBytes } from './duration.ts';
import { measured } from './measured.ts';
import { REGIONS, type Region } from './prices.ts';
import type { Load } from './usage.ts';

export interface CostOptions extends Load {
  help: boolean;
  region: Region;
  encryptionKey: boolean;
  freeTier: boolean;
  format: 'terminal' | 'json';
}

export const USAGE = `npm run costs [-- options]

  What the pipeline costs in a month, by service, on x86_64 and on arm64.

  --pictures N        uploads in a month (default 1000000)
  --megapixels N      of each (default 12)
  --megabytes N       of each upload (default: as a photo of that size was
                      measured to have)
  --keep-months N     how long the outputs are kept (default 12)
  --region REGION     ${REGIONS.join(', ')} (default ${REGIONS[0]})
  --encryption-key    with a KMS key of your own
  --free-tier         take off what every account has free each month
  --format FORMAT     terminal or json
  --help              this text

Exit status: 0, or 2 when it was not understood.`;

/** @throws Failure that names the option, what was expected and what was found. */
export function parseCostOptions(args: readonly string[]): CostOptions {
  const values = parse(args);
  const megapixels = amount('megapixels', values.megapixels ?? '12', { least: 0.01, most: 1000 });
  const usual = uploadBytes(megapixels, measured) / 1e6;
  return {
    help: values.help ?? false,
    pictures: amount('pictures', values.pictures ?? '1000000', { least: 1, most: 1e12 }),
    megapixels,
    megabytes:
      values.megabytes === undefined
        ? usual
        : amount('megabytes', values.megabytes, { least: 0.001, most: 5000 }),
    keepMonths: amount('keep-months', values['keep-months'] ?? '12', { least: 0, most: 1200 }),
    region: oneOf('region', values.region ?? REGIONS[0], REGIONS),
    encryptionKey: values['encryption-key'] ?? false,
    freeTier: values['free-tier'] ?? false,
    format: oneOf('format', values.format ?? 'terminal', ['terminal', 'json'] as const),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{
          pictures: text,
          megapixels: text,
          megabytes: text,
          'keep-months': text,
          region: text,
          format: text,
        },
        ...{ 'encryption-key': flag, 'free-tier': flag, help: { ...flag, short: 'h' } },
      },
    }).values;
  } catch (error) {
    throw usage(`${error instanceof Error ? (error.message.split('. ')[0] ?? '') : error}.`);
  }
}

/** Digits may be grouped, as in 1,000,000 or 1_000_000. */
function amount(name: string, text: string, { least, most }: { least: number; most: number }): number {
  const number = Number(text.replace(/(?<=\d)[,_](?=\d{3}(\D|$))/g, ''));
  if (text.trim() !== '' && number >= least && number <= most) return number;
  throw usage(`--${name} is '${text}': expected a number from ${least} to ${most.toLocaleString('en')}.`);
}

function oneOf<T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  const why = name === 'region' ? ' The price table (operate/costs/prices.ts) has no other yet.' : '';
  throw usage(`--${name} is '${text}': expected ${known.join(', ')}.${why}`);
}

function usage(problem: string): Failure {
  return new Failure({ code: 'usage', problem, fix: 'npm run costs -- --help' });
}
