import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { toolCommand } from './project.mjs';

/** Where Linux systems keep their certificates; macOS has the keychain. */
const certificateBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** The user's environment without what would bend a virtual environment. */
export function pipEnvironment(): NodeJS.ProcessEnv {
  const { PYTHONPATH, PYTHONHOME, VIRTUAL_ENV, PIP_USER, PIP_TARGET, PIP_PREFIX, ...env } = process.env;
  return { ...env, PIP_USER: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' };
}

/**
 * uv on the user's own Python and terms. Settings of uv that the user has made win.
 *
 * - It trusts the system's certificates where there are some: behind a company's proxy its built-in roots fail, and a bare
 *   container has nothing but those.
 * - It does not read pip's configuration, where people have their mirror and their certificate: those are handed on.
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

/** pip's settings whatever their section, by name; later ones (the environment) win, as with pip. */
async function pipSettings(env: NodeJS.ProcessEnv): Promise<Record<string, string | undefined>> {
  const options = { env, extendEnv: false, reject: false } as const;
  const { stdout } = await execa(toolCommand('uv', 'python'), ['-m', 'pip', 'config', 'list'], options);
  const lines = stdout?.matchAll(/^(?:global|install|:env:)\.([\w-]+)='(.*)'$/gm) ?? [];
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}
