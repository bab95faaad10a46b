import { commandFolder, quoteForShell } from './aws-command.ts';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * Renders the commands that make `aws` reach the lab in a shell. They change only PATH: the command itself ignores the user's
 * settings of AWS. An alias or a function named `aws` would come before PATH, so they remove it.
 * @example
 * eval "$(npm run --silent lab -- --env)"
 */
export function shellSettings(shell: Shell): string {
  switch (shell) {
    case 'bash':
    case 'zsh':
      return [
        `export PATH=${quoteForShell(commandFolder)}:"$PATH"`,
        'unalias aws 2>/dev/null; unset -f aws 2>/dev/null; hash -r',
      ].join('\n');
    case 'fish':
      return [`set -gx PATH ${quoteForFish(commandFolder)} $PATH`, 'functions --erase aws'].join('\n');
    case 'powershell':
      return [
        `$env:PATH = ${quoteForPowerShell(commandFolder)} + [IO.Path]::PathSeparator + $env:PATH`,
        'Remove-Item Alias:aws, Function:aws -ErrorAction SilentlyContinue',
      ].join('\n');
  }
}

/** In single quotes, fish reads only `\\\\` and `\\'` as escapes. */
function quoteForFish(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function quoteForPowerShell(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
