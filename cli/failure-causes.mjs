/** Finds the cause in the output of a failed npm, pip or uv. */

import { freeBytes } from './disk-space.mjs';
import { Failure } from './failure.mjs';

const causes = [
  {
    code: 'disk-full',
    pattern: /ENOSPC|no space left on device|os error 28\b|disk quota exceeded|EDQUOT/i,
    found: 'the disk is full',
    fix: 'df -h . ~   # free some space, then run this again',
  },
  {
    code: 'certificate',
    pattern:
      /UNABLE_TO_(GET|VERIFY)|SELF_SIGNED_CERT|CERTIFICATE_VERIFY_FAILED|UnknownIssuer|invalid peer certificate/,
    found: 'a certificate of the connection is not trusted (perhaps of a company proxy)',
    fix: 'export NODE_EXTRA_CA_CERTS=/path/to/ca.pem PIP_CERT=/path/to/ca.pem SSL_CERT_FILE=/path/to/ca.pem',
  },
  {
    code: 'no-network',
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|E(CONN)?TIMEDOUT|ENETUNREACH|EHOSTUNREACH|NewConnectionError|\(from versions: none\)|ConnectTimeout|ProxyError|dns error|connection refused|error sending request|network is unreachable/i,
    found: 'the package registry could not be reached',
    fix: 'check the network (and HTTPS_PROXY if you need a proxy), then run this again',
  },
  {
    code: 'lock-out-of-step',
    pattern: /`npm ci` can only install packages when/,
    found: 'package-lock.json does not match package.json',
    fix: 'npm install',
  },
  {
    code: 'not-writable',
    pattern: /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    found: 'a file or folder is not writable',
    fix: 'ls -ld . .local node_modules ~/.npm ~/.cache   # make them yours with: sudo chown -R $USER …',
  },
];

/**
 * Returns a Failure for an error of the operating system, such as ENOSPC. Returns any other error unchanged.
 * @param {unknown} error @param {string} folder that the set-up was writing to
 */
export function explainSystemError(error, folder) {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const cause = 'syscall' in error ? causes.find(({ pattern }) => pattern.test(error.message)) : undefined;
  if (!cause) return error;
  const problem = `The set-up of ${folder} failed: ${cause.found} (${error.message}).`;
  return new Failure({ code: cause.code, problem, fix: cause.fix }, { cause: error });
}

/**
 * Explains a failed command by its output.
 * @param {string} step the failed step as a noun, such as "npm ci"
 * @param {string} output everything that the command wrote
 * @param {{ log: string, folder: string, detail?: string }} where the file with the full log, and a folder on the same disk
 * @returns {Failure}
 */
export function explainFailure(step, output, { log, folder, detail }) {
  // On a full disk, the log that would name the cause can be missing.
  const full = freeBytes(folder) < 1e6 ? causes[0] : undefined;
  const cause = full ?? causes.find(({ pattern }) => pattern.test(output));
  return new Failure({
    code: cause?.code ?? 'step-failed',
    problem: `${step} failed: ${cause?.found ?? 'see the lines above'} (log: ${log}).`,
    fix: cause?.fix ?? `less ${log}`,
    ...(detail ? { detail } : {}),
  });
}
