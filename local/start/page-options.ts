import { usageFailure } from '../../cli/command-options.ts';
import type { DescribedOption } from '../../cli/help.ts';

/** The options of the commands that serve the live page beside a lab. */
export const PAGE_OPTIONS = {
  'no-page': { type: 'boolean', text: 'do not serve the live page' },
  'page-port': { type: 'string', value: 'N', text: 'port of the live page (default: any free port)' },
} as const satisfies Record<string, DescribedOption>;

interface Values {
  'no-page'?: boolean | undefined;
  'page-port'?: string | undefined;
}

/** Reads these options. @throws Failure for a wrong port. */
export function pageOptions(script: string, values: Values): { page: boolean; pagePort?: number } {
  const { 'no-page': noPage = false, 'page-port': port } = values;
  return { page: !noPage, ...(port !== undefined && { pagePort: parsePagePort(script, port) }) };
}

/** @throws Failure for anything but a port that everybody can use. */
export function parsePagePort(script: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1024 && port <= 65_535) return port;
  throw usageFailure(script, `--page-port must be a whole number from 1024 to 65535, but it is '${text}'.`);
}
