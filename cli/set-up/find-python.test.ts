import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { findPython } from './find-python.ts';
import { newerPythonAdvice, pythonAdvice, systemFamily, venvAdvice } from './install-advice.ts';

test('a Python that is new enough and has venv is found with its real path', async (context) => {
  const found = await findPython(withPythons(context, { python3: answer('3.12.1', 'venv', true) }));
  assert.partialDeepStrictEqual(found, { version: '3.12.1', path: '/usr/bin/python3.12.1' });
});

test('a newer python3.11 is preferred to an old python3', async (context) => {
  const pythons = { python3: answer('3.8.10', 'venv', false), 'python3.11': answer('3.11.7', 'venv', true) };
  assert.equal((await findPython(withPythons(context, pythons))).version, '3.11.7');
});

test('a launcher of pyenv without an installed Python is skipped', async (context) => {
  const pythons = { 'python3.13': 'echo "pyenv: python3.13: command not found" >&2; exit 127' };
  const env = withPythons(context, { ...pythons, python3: answer('3.10.13', 'venv', true) });
  assert.equal((await findPython(env)).version, '3.10.13');
});

test('the variable PYTHON chooses the Python, and no other is tried', async (context) => {
  const env = withPythons(context, { python3: answer('3.12.1', 'venv', true) });
  const error = { code: 'python-missing', message: /PYTHON=\/no\/python is not one/ };
  await assert.rejects(findPython({ ...env, PYTHON: '/no/python' }), error);
});

test('a missing Python is an error', async (context) => {
  await assert.rejects(findPython(withPythons(context, {})), { code: 'python-missing', fix: pythonAdvice() });
});

test('an old Python and Python 2 are errors with version and path', async (context) => {
  const python2 = `echo "2.7.18|/usr/bin/python2.7|"; echo False`;
  const error = { code: 'python-too-old', fix: newerPythonAdvice() };
  for (const [python, name] of [
    [answer('3.9.2', 'venv', false), '3.9.2'],
    [python2, '2.7.18'],
  ] as const) {
    const message = new RegExp(`Expected Python 3\\.10 or newer with venv, found ${name} \\(/usr/bin/python`);
    await assert.rejects(findPython(withPythons(context, { python })), { ...error, message });
  }
});

test('a Python without ensurepip is an error, as on Debian without python3-venv', async (context) => {
  // This is the real interpreter. The import fails as on Debian.
  const real = await findPython();
  const blocked = `"${real.path}" -c "import sys; sys.modules['ensurepip'] = None
$2"`;
  const error = {
    code: 'python-without-venv',
    fix: venvAdvice(real.version),
    message: /without the module venv or ensurepip/,
  };
  await assert.rejects(findPython(withPythons(context, { python3: blocked })), error);
});

test('the advice matches the system', () => {
  const debian = systemFamily('PRETTY_NAME="x"\nID=debian\n', 'linux');
  assert.equal(venvAdvice('3.11.2', debian), 'sudo apt install python3.11-venv');
  assert.equal(
    venvAdvice('3.11.2', systemFamily('ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'linux')),
    'sudo dnf install python3.12',
  );
  assert.equal(pythonAdvice(systemFamily('', 'darwin')), 'brew install python@3.13');
  assert.equal(systemFamily('ID=nixos\n', 'linux'), 'unknown');
});

/** Returns a shell script that answers like a Python of this version. */
function answer(version: string, venv: string, isNewEnough: boolean): string {
  return `echo "${version}|/usr/bin/python${version}|${venv}"; echo ${isNewEnough ? 'True' : 'False'}`;
}

/** Returns an environment whose PATH has only these Pythons, as shell scripts. */
function withPythons(context: TestContext, pythons: Record<string, string>): NodeJS.ProcessEnv {
  const folder = mkdtempSync(path.join(tmpdir(), 'pythons-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, script] of Object.entries(pythons)) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(folder, name), 0o755);
  }
  return { PATH: folder };
}
