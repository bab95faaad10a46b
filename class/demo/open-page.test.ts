import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPage, type Surroundings } from './open-page.ts';

const desktop: Surroundings = { isTerminal: true, platform: 'linux', env: { DISPLAY: ':0' } };

async function opened(surroundings: Surroundings, open?: () => Promise<unknown>) {
  const paths: string[] = [];
  const line = await openPage('/tmp/a class/class.html', {
    surroundings,
    open: open ?? (async (file: string) => paths.push(file)),
  });
  return { line, paths };
}

describe('the class page of a made-up class', () => {
  for (const surroundings of [
    desktop,
    { ...desktop, env: { WAYLAND_DISPLAY: 'wayland-0' } },
    { ...desktop, env: { WSL_DISTRO_NAME: 'Ubuntu' } },
    { ...desktop, platform: 'darwin', env: { CI: 'false' } },
  ] as const)
    it(`opens in the browser on ${surroundings.platform} with ${Object.keys(surroundings.env)}`, async () => {
      assert.deepEqual(await opened(surroundings), {
        line: 'The class page opens in your browser.',
        paths: ['/tmp/a class/class.html'],
      });
    });

  it('is not opened in CI, or when standard output is a file', async () => {
    for (const change of [{ env: { ...desktop.env, CI: 'true' } }, { isTerminal: false }])
      assert.deepEqual(await opened({ ...desktop, ...change }), {
        line: 'Open the class page in a browser.',
        paths: [],
      });
  });

  it('is not opened without a display, and the command says so', async () => {
    assert.deepEqual(await opened({ ...desktop, env: {} }), {
      line: 'Open the class page in a browser. This machine has no display.',
      paths: [],
    });
  });

  it('leaves the opening to the person when no browser starts', async () => {
    const { line } = await opened(desktop, () => Promise.reject(new Error('spawn ENOENT')));
    assert.equal(line, 'Open the class page in a browser. No browser could be started from here.');
  });
});
