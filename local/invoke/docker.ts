import { execa } from 'execa';
import { Failure } from '../../cli/failure.mjs';

/**
 * Checks that Docker can be used.
 * @param env an environment whose PATH has the Docker client.
 * @throws Failure when the client, the engine or the permission to use it is missing.
 */
export async function requireDocker(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  await docker(['info', '--format', '{{.OperatingSystem}}'], env);
}

/**
 * Returns this machine's address on Docker's bridge, to which `host-gateway` resolves when the engine runs natively. Returns
 * undefined for Docker Desktop, which forwards `host-gateway` to the loopback itself.
 */
export async function bridgeAddress(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const system = await docker(['info', '--format', '{{.OperatingSystem}}'], env);
  // Docker Desktop for Linux can be installed next to the unused bridge of a native engine.
  if (system.includes('Docker Desktop')) return undefined;
  const networks = await docker(['network', 'inspect', 'bridge', '--format', '{{json .IPAM.Config}}'], env);
  const configurations: { Subnet: string; Gateway?: string }[] = JSON.parse(networks) ?? [];
  const bridge = configurations.find(({ Subnet }) => Subnet.includes('.'));
  // A restarted engine sometimes does not name the gateway. It is then the first address.
  return (
    bridge?.Gateway ?? bridge?.Subnet.replace(/\d+\/\d+$/, (end) => String(Number.parseInt(end, 10) + 1))
  );
}

async function docker(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { exitCode, stdout, stderr, code } = await execa('docker', args, {
    env,
    extendEnv: false,
    reject: false,
  });
  if (exitCode === 0) return stdout.trim();
  throw code === 'ENOENT' ? dockerMissing() : dockerUnusable(stderr);
}

function dockerMissing(): Failure {
  return new Failure({
    code: 'docker-missing',
    problem: 'Expected Docker, which runs a function in the Lambda image, found no `docker` on PATH.',
    fix:
      process.platform === 'darwin'
        ? 'brew install --cask docker && open -a Docker'
        : "sudo apt install docker.io   # or your system's command: https://docs.docker.com/get-docker/",
  });
}

function dockerUnusable(stderr: string): Failure {
  const detail = stderr.trim();
  if (/permission denied/i.test(detail)) {
    const problem = 'Docker is running, but this user is not allowed to use it.';
    const fix = 'sudo usermod -aG docker $USER   # then log in again';
    return new Failure({ code: 'docker-not-allowed', problem, fix, detail });
  }
  return new Failure({
    code: 'docker-not-running',
    problem:
      'Expected a running Docker engine to run a function in the Lambda image, but it does not answer.',
    fix:
      process.platform === 'darwin'
        ? 'open -a Docker   # then run this again'
        : 'sudo systemctl start docker   # or start Docker Desktop, then run this again',
    detail,
  });
}
