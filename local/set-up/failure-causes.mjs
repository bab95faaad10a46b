/** Tells from what a failed npm, pip or uv wrote which of the usual reasons it was. */

import { freeBytes } from './disk-space.mjs';
import { Failure } from './failure.mjs';

const causes = [
  {
    code: 'disk-full',
    pattern: /ENOSPC|no space left on device|os error 28\b|disk quota exceeded|EDQUOT/i,
    found: 'the disk is full',
    fix: 'df -h . ~   # make room where it is short, then run this again',
  },
  {
    code: 'certificate',
    pattern:
      /UNABLE_TO_(GET|VERIFY)|SELF_SIGNED_CERT|CERTIFICATE_VERIFY_FAILED|UnknownIssuer|invalid peer certificate/,
    found: 'a certificate on the way is not trusted (a company proxy?)',
    fix: 'export NODE_EXTRA_CA_CERTS=/path/to/ca.pem PIP_CERT=/path/to/ca.pem SSL_CERT_FILE=/path/to/ca.pem',
  },
  {
    code: 'no-network',
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|E(CONN)?TIMEDOUT|ENETUNREACH|EHOSTUNREACH|NewConnectionError|\(from versions: none\)|ConnectTimeout|ProxyError|dns error|connection refused|error sending request|network is unreachable/i,
    found: 'the package registry could not be reached',
    fix: 'check the network (and HTTPS_PROXY, if you need one), then run this again',
  },
  {
    code: 'lock-out-of-step',
    pattern: /`npm ci` can only install packages when/,
    found: 'package-lock.json does not fit package.json',
    fix: 'npm install',
  },
  {
    code: 'not-writable',
    pattern: /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    found: 'a file or folder may not be written',
    fix: 'ls -ld . .local node_modules ~/.npm ~/.cache   # give them back to yourself with: sudo chown -R $USER …',
  },
];

/**
 * The Failure behind an error that the system raised in our own hands, such as ENOSPC; any other error as it is.
 * @param {unknown} error @param {string} folder where we wrote
 */
export function explainSystemError(error, folder) {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const cause = 'syscall' in error ? causes.find(({ pattern }) => pattern.test(error.message)) : undefined;
  if (!cause) return error;
  const problem = `The set-up of ${folder} failed: ${cause.found} (${error.message}).`;
  return new Failure({ code: cause.code, problem, fix: cause.fix }, { cause: error });
}

/**
 * What failed and why, from what a command wrote.
 * @param {string} step what was tried, as a noun: "npm ci"
 * @param {string} output what the command wrote
 * @param {{ log: string, folder: string, detail?: string }} where the full log, and a folder on the disk that was written to
 * @returns {Failure}
 */
export function explainFailure(step, output, { log, folder, detail }) {
  // A full disk can keep the very log from being written that would say so.
  const full = freeBytes(folder) < 1e6 ? causes[0] : undefined;
  const cause = full ?? causes.find(({ pattern }) => pattern.test(output));
  return new Failure({
    code: cause?.code ?? 'step-failed',
    problem: `${step} failed: ${cause?.found ?? 'see the lines above'} (log: ${log}).`,
    fix: cause?.fix ?? `less ${log}`,
    ...(detail ? { detail } : {}),
  });
}
