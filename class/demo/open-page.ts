import openInBrowser from 'open';

export interface Surroundings {
  /** Whether a person looks at standard output. */
  isTerminal: boolean;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
}

/**
 * Opens a page in the browser of the person at the terminal.
 * @returns a line that says what happened, or what to do instead.
 */
export async function openPage(
  file: string,
  { surroundings = here(), open = openInBrowser as (path: string) => Promise<unknown> } = {},
): Promise<string> {
  const obstacle = whyNotOpened(surroundings);
  if (obstacle !== undefined) return `Open the class page in a browser. ${obstacle}`.trim();
  try {
    // A path and not a URL: only a path becomes one of Windows when this runs in WSL.
    await open(file);
    return 'The class page opens in your browser.';
  } catch {
    return 'Open the class page in a browser. No browser could be started from here.';
  }
}

function here(): Surroundings {
  return { isTerminal: process.stdout.isTTY === true, platform: process.platform, env: process.env };
}

/** Returns undefined when a browser can show the page, and otherwise why it cannot. Without a terminal, nobody needs a reason. */
function whyNotOpened({ isTerminal, platform, env }: Surroundings): string | undefined {
  if (!isTerminal || isSet(env.CI)) return '';
  const hasDisplay = [env.DISPLAY, env.WAYLAND_DISPLAY, env.WSL_DISTRO_NAME].some(isSet);
  if (platform === 'linux' && !hasDisplay) return 'This machine has no display.';
  return undefined;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false';
}
