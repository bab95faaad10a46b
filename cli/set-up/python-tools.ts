/**
 * Creates the Python environments of the tools in its arguments. It installs uv with pip and the others with uv, which takes
 * seconds instead of minutes.
 */
import { rmSync } from 'node:fs';
import { Listr, PRESET_TIMER } from 'listr2';
import { whenParentEnds } from '../ending.mjs';
import { reportFailure } from '../failure.mjs';
import { explainSystemError } from '../failure-causes.mjs';
import { requirementsFile, root, type ToolName, toolCommand, toolFolder, toolNames } from '../project.mjs';
import { findPython, type Python } from './find-python.ts';
import { runStep } from './run-step.ts';
import { isStamped, stamp } from './tool-stamp.mjs';
import { pipEnvironment, uvEnvironment } from './uv-environment.ts';

interface Context {
  python: Python;
}

const titles = {
  sam: 'AWS SAM CLI',
  ministack: 'MiniStack, the embedded AWS',
  aws: 'AWS CLI',
  'cfn-lint': 'cfn-lint, with rules for serverless',
  checkov: 'Checkov, with rules for security',
  guard: "AWS's rules for CloudFormation Guard",
  'pip-audit': 'pip-audit, for known vulnerabilities',
} as const satisfies Record<ToolName, string>;

const names = toolNames.filter((name) => process.argv.includes(name));

whenParentEnds(() => process.exit(1));
await makeTools().catch((error) => reportFailure(explainSystemError(error, root)));

async function makeTools(): Promise<void> {
  const python = await findPython();
  console.error(`Setting up the Python tools with Python ${python.version}:\n  ${python.path}`);
  await new Listr<Context>(
    [
      {
        title: 'uv, the installer',
        skip: () => isStamped('uv'),
        task: ({ python }) => makeAnew('uv', () => makeUv(python)),
      },
      {
        title: 'Tools',
        enabled: names.length > 0,
        task: (_, task) => task.newListr(names.map(toolTask), { concurrent: true }),
      },
    ],
    {
      ctx: { python },
      fallbackRenderer: 'simple',
      rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false, showErrorMessage: false },
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  ).run();
}

function toolTask(name: ToolName) {
  return {
    title: titles[name],
    skip: () => isStamped(name),
    task: ({ python }: Context) => makeAnew(name, () => makeTool(name, python)),
  };
}

/** Deletes an unfinished environment first, because its state after an interrupted installation is unknown. */
async function makeAnew(name: ToolName | 'uv', make: () => Promise<void>): Promise<void> {
  rmSync(toolFolder(name), { recursive: true, force: true });
  await make();
  stamp(name);
}

async function makeUv(python: Python): Promise<void> {
  const run = { name: 'uv', env: pipEnvironment() };
  await runStep(python.path, ['-m', 'venv', toolFolder('uv')], run);
  const locked = ['--require-hashes', '--only-binary=:all:', '-r', requirementsFile('uv')];
  await runStep(toolCommand('uv', 'python'), ['-m', 'pip', 'install', ...locked], run);
}

async function makeTool(name: ToolName, python: Python): Promise<void> {
  const run = { name, env: await uvEnvironment() };
  await runStep(toolCommand('uv'), ['venv', '--python', python.path, toolFolder(name)], run);
  const into = ['--python', toolCommand(name, 'python')];
  await runStep(toolCommand('uv'), ['pip', 'sync', '--require-hashes', ...into, requirementsFile(name)], run);
}
