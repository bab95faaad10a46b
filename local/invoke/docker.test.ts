import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { bridgeAddress, requireDocker } from './docker.ts';

describe('Docker', () => {
  it('is required, with an error when it is missing', async () => {
    await assert.rejects(requireDocker({ PATH: '/nonexistent' }), { code: 'docker-missing' });
  });

  for (const [code, words] of [
    ['docker-not-running', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'],
    ['docker-not-allowed', 'permission denied while trying to connect to the Docker daemon socket'],
  ]) {
    it(`cannot be used: ${code}`, async (context) => {
      const env = fakeDocker(context, `echo '${words}' >&2; exit 1`);
      await assert.rejects(requireDocker(env), (error: { code?: string; fix?: string; detail?: string }) => {
        assert.equal(error.code, code);
        assert.ok(error.fix);
        assert.equal(error.detail, words);
        return true;
      });
    });
  }
});

describe("this machine's address on Docker's bridge", () => {
  for (const [what, system, networks, address] of [
    ['is the gateway', 'Debian', '[{"Subnet":"10.9.0.0/16","Gateway":"10.9.0.7"}]', '10.9.0.7'],
    ['is the first one when Docker names no gateway', 'Debian', '[{"Subnet":"10.9.0.0/16"}]', '10.9.0.1'],
    ['is the IPv4 address', 'Debian', '[{"Subnet":"fd00::/8"},{"Subnet":"10.9.0.0/16"}]', '10.9.0.1'],
    ['is not used with Docker Desktop', 'Docker Desktop', '[]', undefined],
    ['is unknown without a bridge', 'Debian', 'null', undefined],
  ] as const) {
    it(what, async (context) => {
      const env = fakeDocker(context, `[ $1 = info ] && echo '${system}' || echo '${networks}'`);
      assert.equal(await bridgeAddress(env), address);
    });
  }
});

/** @returns an environment in which this shell script is `docker`. */
function fakeDocker(context: TestContext, script: string): NodeJS.ProcessEnv {
  const folder = mkdtempSync(path.join(tmpdir(), 'docker-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'docker'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${folder}:/bin:/usr/bin` };
}
