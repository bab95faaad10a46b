import { execa } from 'execa';
import { Failure } from '../set-up/failure.mjs';

/**
 * Makes sure that there is a Docker engine to talk to.
 * @param env whose PATH has the Docker client.
 * @throws Failure that names what is missing: the client, the engine, or the right to use it.
 */
export async function requireDocker(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  await docker(['info', '--format', '{{.OperatingSystem}}'], env);
}

/**
 * The address that containers find under `host-gateway` when the engine runs natively: that of this machine on Docker's
 * bridge. Undefined with Docker Desktop, which forwards `host-gateway` to the loopback by itself.
 */
export async function bridgeAddress(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const system = await docker(['info', '--format', '{{.OperatingSystem}}'], env);
  // Its Linux edition may stand beside the idle bridge of a native engine.
  if (system.includes('Docker Desktop')) return undefined;
  const networks = await docker(['network', 'inspect', 'bridge', '--format', '{{json .IPAM.Config}}'], env);
  const configurations: { Subnet: string; Gateway?: string }[] = JSON.parse(networks) ?? [];
  const bridge = configurations.find(({ Subnet }) => Subnet.includes('.'));
  // An engine that was started again may keep silent about the gateway: it is the first address then.
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
    problem: 'Needs Docker to run a function in the Lambda image, but found no `docker` on PATH.',
    fix:
      process.platform === 'darwin'
        ? 'brew install --cask docker && open -a Docker'
        : "sudo apt install docker.io   # or your system's like: https://docs.docker.com/get-docker/",
  });
}

function dockerUnusable(stderr: string): Failure {
  const detail = stderr.trim();
  if (/permission denied/i.test(detail)) {
    const problem = 'Needs Docker, which runs, but this user may not use it.';
    const fix = 'sudo usermod -aG docker $USER   # then log in again';
    return new Failure({ code: 'docker-not-allowed', problem, fix, detail });
  }
  return new Failure({
    code: 'docker-not-running',
    problem: 'Needs Docker to run a function in the Lambda image, but its engine does not answer.',
    fix:
      process.platform === 'darwin'
        ? 'open -a Docker   # then run this again'
        : 'sudo systemctl start docker   # or start Docker Desktop, then run this again',
    detail,
  });
}
