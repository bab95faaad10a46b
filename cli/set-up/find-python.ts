import { execa } from 'execa';
import { Failure } from '../failure.mjs';
import { newerPythonAdvice, pythonAdvice, venvAdvice } from './install-advice.ts';

/** A Python that can create virtual environments. */
export interface Python {
  /** Absolute path of the interpreter itself, and not of a launcher such as pyenv's. */
  readonly path: string;
  readonly version: string;
}

interface Candidate extends Python {
  readonly isNewEnough: boolean;
  readonly hasVenv: boolean;
}

/** Names with a version come first, because the tools are tested with them. `python3` can be newer than all of them. */
const names = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3', 'python'];

/**
 * Finds Python 3.10 or newer with venv. The environment variable PYTHON chooses one, and otherwise the first on PATH is used.
 *
 * @throws Failure `python-missing`, `python-too-old` or `python-without-venv`, with the command that helps on this system
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<Python> {
  const candidates: Candidate[] = [];
  for (const name of env.PYTHON ? [env.PYTHON] : names) {
    const candidate = await probe(name, env);
    if (candidate?.isNewEnough && candidate.hasVenv) return candidate;
    if (candidate) candidates.push(candidate);
  }
  throw whyNone(candidates, env.PYTHON);
}

/** This script runs on every Python since 2.6, because `python` can be an old one. */
const question = `
import sys
try:
    import venv, ensurepip
    has_venv = 'venv'
except ImportError:
    has_venv = ''
print('%d.%d.%d|%s|%s' % (sys.version_info[:3] + (sys.executable, has_venv)))
print(sys.version_info >= (3, 10))
`;

async function probe(name: string, env: NodeJS.ProcessEnv): Promise<Candidate | undefined> {
  const { PYTHONPATH: _path, PYTHONHOME: _home, ...clean } = env;
  const options = { env: clean, extendEnv: false, reject: false, timeout: 20_000 } as const;
  const { stdout, exitCode } = await execa(name, ['-c', question], options);
  const [, version, path, venv, isNewEnough] = stdout?.match(/^([\d.]+)\|(.*)\|(.*)\n(True|False)$/m) ?? [];
  // A launcher without an installed Python answers with an error (pyenv's, or macOS's without the command-line tools).
  if (exitCode !== 0 || !version || !path) return undefined;
  return { path, version, hasVenv: venv === 'venv', isNewEnough: isNewEnough === 'True' };
}

function whyNone(candidates: readonly Candidate[], asked: string | undefined): Failure {
  const expected = 'Expected Python 3.10 or newer with venv';
  const withoutVenv = candidates.find((candidate) => candidate.isNewEnough);
  if (withoutVenv) {
    const problem = `${expected}, found ${describe(withoutVenv)} without the module venv or ensurepip.`;
    return new Failure({ code: 'python-without-venv', problem, fix: venvAdvice(withoutVenv.version) });
  }
  const [old] = candidates;
  if (old) {
    const problem = `${expected}, found ${describe(old)}.`;
    return new Failure({ code: 'python-too-old', problem, fix: newerPythonAdvice() });
  }
  const where = asked ? `PYTHON=${asked} is not one` : 'found none on PATH';
  return new Failure({ code: 'python-missing', problem: `${expected}, but ${where}.`, fix: pythonAdvice() });
}

function describe({ version, path }: Python): string {
  return `${version} (${path})`;
}
