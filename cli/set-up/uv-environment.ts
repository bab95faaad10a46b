import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { toolCommand } from '../project.mjs';

/** The certificate files of Linux systems. macOS has the keychain. */
const certificateBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Returns the user's environment without variables that would change a virtual environment. */
export function pipEnvironment(): NodeJS.ProcessEnv {
  const { PYTHONPATH, PYTHONHOME, VIRTUAL_ENV, PIP_USER, PIP_TARGET, PIP_PREFIX, ...env } = process.env;
  return { ...env, PIP_USER: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' };
}

/**
 * Returns an environment in which uv uses the user's Python and settings. The user's own settings of uv win.
 *
 * - uv uses the system's certificates if there are any. Its built-in certificates fail behind a company's proxy, but a bare
 *   container has no others.
 * - uv does not read the configuration of pip, which can contain a mirror and a certificate. This function passes them on.
 */
export async function uvEnvironment(): Promise<NodeJS.ProcessEnv> {
  const env = pipEnvironment();
  const pip = await pipSettings(env);
  const hasCertificates =
    process.platform === 'darwin' || certificateBundles.some((file) => existsSync(file));
  return {
    ...(hasCertificates ? { UV_SYSTEM_CERTS: 'true' } : {}),
    ...(pip.cert ? { SSL_CERT_FILE: pip.cert } : {}),
    ...(pip['index-url'] && !env.UV_INDEX_URL ? { UV_DEFAULT_INDEX: pip['index-url'] } : {}),
    ...env,
    UV_PYTHON_DOWNLOADS: 'never',
    UV_NO_PROGRESS: '1',
  };
}

/** Reads the settings of pip from all sections, by name. Later ones, such as the environment, win as in pip. */
async function pipSettings(env: NodeJS.ProcessEnv): Promise<Record<string, string | undefined>> {
  const options = { env, extendEnv: false, reject: false } as const;
  const { stdout } = await execa(toolCommand('uv', 'python'), ['-m', 'pip', 'config', 'list'], options);
  const lines = stdout?.matchAll(/^(?:global|install|:env:)\.([\w-]+)='(.*)'$/gm) ?? [];
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}
