import { existsSync, readFileSync } from 'node:fs';

/** The family of package managers of a system. The advice depends on it. */
export type SystemFamily = 'apt' | 'dnf' | 'zypper' | 'pacman' | 'brew' | 'unknown';

const python = {
  apt: 'sudo apt install python3 python3-venv',
  dnf: 'sudo dnf install python3.12',
  zypper: 'sudo zypper install python312',
  pacman: 'sudo pacman -S python',
  brew: 'brew install python@3.13',
  unknown: 'PYTHON=/path/to/python3 npm start',
} as const satisfies Record<SystemFamily, string>;

/** Returns the command that installs a Python that is new enough. */
export function pythonAdvice(family = systemFamily()): string {
  return python[family];
}

/** Returns the command that installs a newer Python. On apt systems, the old one is the newest in the default packages. */
export function newerPythonAdvice(family = systemFamily()): string {
  if (family !== 'apt') return python[family];
  return 'sudo apt install python3.13-venv   # Ubuntu: after sudo add-apt-repository ppa:deadsnakes/ppa';
}

/** Returns the command that adds venv to a Python. Debian and Ubuntu have a separate package for it. */
export function venvAdvice(version: string, family = systemFamily()): string {
  if (family !== 'apt') return python[family];
  return `sudo apt install python${version.split('.').slice(0, 2).join('.')}-venv`;
}

/** Recognizes the system. @param osRelease the text of /etc/os-release, or an empty text */
export function systemFamily(osRelease = readOsRelease(), platform = process.platform): SystemFamily {
  if (platform === 'darwin') return 'brew';
  const ids = /^ID(_LIKE)?=.*$/gm;
  const words = (osRelease.match(ids) ?? []).join(' ');
  if (/debian|ubuntu/.test(words)) return 'apt';
  if (/fedora|rhel|centos|amzn/.test(words)) return 'dnf';
  if (/suse/.test(words)) return 'zypper';
  return /arch/.test(words) ? 'pacman' : 'unknown';
}

function readOsRelease(): string {
  return existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
}
