import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { connect } from '../../account/connect.ts';
import { readStack } from '../../account/stack.ts';
import { localFolder, root } from '../../cli/project.mjs';
import { FUNCTION_NAMES } from '../../lab/output-names.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { deployLocally } from '../../local/sam/deploy.ts';

/** One of two stacks on one embedded AWS. Each has its own account. */
export interface Pipeline {
  kind: 'resizing' | 'copying';
  aws: ReturnType<typeof connect>;
  bucket: string;
}

const ACCOUNTS = { resizing: '111111111111', copying: '222222222222' } as const;

/**
 * Deploys the project's template twice: with the project's functions, and with functions that only copy. The embedded AWS runs
 * until `stopAllLeashed`.
 * @param buildFolder folder of the built functions.
 */
export async function startPipelines(
  buildFolder: string,
  say: (line: string) => void,
): Promise<{ resizing: Pipeline; copying: Pipeline }> {
  const { endpoint } = await startEmulator({ name: 'bench-pipeline' });
  const deploy = async (kind: Pipeline['kind']): Promise<Pipeline> => {
    const folder = path.join(localFolder, `bench-pipeline-${kind}`);
    rmSync(folder, { recursive: true, force: true });
    cpSync(buildFolder, folder, { recursive: true });
    if (kind === 'copying') await putCopyFunctions(folder);
    const account = ACCOUNTS[kind];
    const credentials = { accessKeyId: account, secretAccessKey: 'local' };
    const aws = connect({ endpoint, region: LOCAL_REGION, credentials });
    const template = path.join(folder, 'template.yaml');
    await deployLocally({ endpoint, template, account, onLine: say });
    const { outputs } = await readStack(aws.cloudFormation);
    return { kind, aws, bucket: outputs.BucketName ?? '' };
  };
  return { resizing: await deploy('resizing'), copying: await deploy('copying') };
}

async function putCopyFunctions(folder: string): Promise<void> {
  for (const functionName of FUNCTION_NAMES) {
    const target = path.join(folder, functionName);
    for (const file of readdirSync(target)) rmSync(path.join(target, file));
    await build({
      entryPoints: [path.join(root, 'bench/pipeline/copy-function.ts')],
      outfile: path.join(target, `${functionName}.mjs`),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
  }
}
