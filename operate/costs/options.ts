import { readOptions, usageFailure } from '../../cli/command-options.ts';
import type { Failure } from '../../cli/failure.mjs';
import { type CommandHelp, HELP_OPTION, renderHelp } from '../../cli/help.ts';
import { uploadBytes } from './duration.ts';
import { measured } from './measured.ts';
import { REGIONS, type Region } from './prices.ts';
import type { Load } from './usage.ts';

export interface CostOptions extends Load {
  help: boolean;
  region: Region;
  /** The region of the environment or profile. It is set only when the price table does not have that region. */
  unpriced?: string;
  encryptionKey: boolean;
  freeTier: boolean;
  format: 'terminal' | 'json';
}

const COMMAND = {
  script: 'costs',
  about: 'Estimates the monthly cost of each service, on x86_64 and on arm64.',
  options: {
    pictures: { type: 'string', value: 'N', text: 'number of uploads in a month (default: 1000000)' },
    megapixels: { type: 'string', value: 'N', text: 'size of each picture (default: 12)' },
    megabytes: {
      ...{ type: 'string', value: 'N' },
      text: 'size of each upload (default: the measured size of a photo with that many megapixels)',
    },
    'keep-months': { type: 'string', value: 'N', text: 'how long the outputs are kept (default: 12)' },
    region: {
      ...{ type: 'string', value: 'REGION' },
      text: `${REGIONS.join(', ')} (default: the region of your environment or profile, or ${REGIONS[0]})`,
    },
    'encryption-key': { type: 'boolean', text: 'include a KMS key of your own' },
    'free-tier': { type: 'boolean', text: 'subtract the monthly free tier that every account has' },
    format: { type: 'string', value: 'FORMAT', text: 'terminal or json (default: terminal)' },
    help: HELP_OPTION,
  },
  examples: [
    'npm run costs -- --pictures 10,000 --free-tier',
    'npm run costs -- --region us-east-1 --encryption-key',
    'npm run costs -- --format json',
  ],
  exitStatus: '0 if the costs were estimated, 2 if an option is wrong.',
} as const satisfies CommandHelp;

export const USAGE = renderHelp(COMMAND);

/**
 * Reads the options of `npm run costs`.
 * @param usualRegion the region of the environment or the profile.
 * @throws Failure that names the option, the value that was expected and the value that was found.
 */
export function parseCostOptions(args: readonly string[], usualRegion?: string): CostOptions {
  const { values } = readOptions({ ...COMMAND, args });
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
    ...chooseRegion(values.region, usualRegion),
    encryptionKey: values['encryption-key'] ?? false,
    freeTier: values['free-tier'] ?? false,
    format: oneOf('format', values.format ?? 'terminal', ['terminal', 'json'] as const),
  };
}

function chooseRegion(asked: string | undefined, usual: string | undefined) {
  if (asked !== undefined) return { region: oneOf('region', asked, REGIONS) };
  const region = REGIONS.find((known) => known === usual);
  if (region !== undefined) return { region };
  return { region: REGIONS[0], ...(usual !== undefined && { unpriced: usual }) };
}

/** Accepts grouped digits, as in 1,000,000 or 1_000_000. */
function amount(name: string, text: string, { least, most }: { least: number; most: number }): number {
  const number = Number(text.replace(/(?<=\d)[,_](?=\d{3}(\D|$))/g, ''));
  if (text.trim() !== '' && number >= least && number <= most) return number;
  throw usage(`--${name} is '${text}': expected a number from ${least} to ${most.toLocaleString('en')}.`);
}

function oneOf<T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  const why = name === 'region' ? ' The price table (operate/costs/prices.ts) has no other region.' : '';
  throw usage(`--${name} is '${text}': expected ${known.join(', ')}.${why}`);
}

function usage(problem: string): Failure {
  return usageFailure('costs', problem);
}
