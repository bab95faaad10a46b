import type { ParseArgsOptionDescriptor } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import { npmCommand } from './swallowed-options.mjs';

/** A row in the table of options of a command. The command is parsed with this table, and its help shows it. */
export interface DescribedOption extends ParseArgsOptionDescriptor {
  /** Stands for the value in the help, such as `NAME`. */
  value?: string;
  /** What the option does. */
  text: string;
}

export interface CommandHelp {
  /** The name of the script in package.json. */
  script: string;
  /** What follows the script's name. The default is `[-- options]`. */
  synopsis?: string;
  about: string;
  options: Readonly<Record<string, DescribedOption>>;
  /** Complete command lines. */
  examples?: readonly string[];
  /** The meaning of each exit status. */
  exitStatus?: string;
}

export const HELP_OPTION = {
  type: 'boolean',
  short: 'h',
  text: 'show this text',
} as const satisfies DescribedOption;

const WIDTH = 80;

/**
 * Renders the help of a command from its table of options, at most 80 columns wide.
 * @example
 * renderHelp({ script: 'costs', about: 'Estimates the costs.', options: { help: HELP_OPTION } })
 */
export function renderHelp({
  script,
  synopsis,
  about,
  options,
  examples = [],
  exitStatus,
}: CommandHelp): string {
  return [
    `${npmCommand(script)} ${synopsis ?? '[-- options]'}`,
    indent(wrap(about, WIDTH - 2), '  '),
    renderOptions(options),
    ...(examples.length > 0 ? [`Examples:\n${indent(examples.join('\n'), '  ')}`] : []),
    ...(exitStatus === undefined ? [] : [wrap(`Exit status: ${exitStatus}`, WIDTH)]),
  ].join('\n\n');
}

function renderOptions(options: CommandHelp['options']): string {
  const rows = Object.entries(options).map(([name, { value, text }]) => ({
    option: `  --${name}${value === undefined ? '' : ` ${value}`}`,
    text,
  }));
  const column = Math.max(...rows.map(({ option }) => option.length)) + 2;
  return rows
    .map(({ option, text }) => {
      const lines = indent(wrap(text, WIDTH - column), ' '.repeat(column));
      return option.padEnd(column) + lines.slice(column);
    })
    .join('\n');
}

function wrap(text: string, columns: number): string {
  return wrapAnsi(text, columns, { hard: true });
}

function indent(text: string, by: string): string {
  return text.replace(/^/gm, by);
}
