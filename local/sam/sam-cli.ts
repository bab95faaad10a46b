/** `npm run sam -- …`: runs the project's own SAM CLI. `npm run validate` and `npm run deploy` use it too. */

import { stackInTheWay } from '../../account/failed-stack.ts';
import { regionForSam } from '../../aws/region.ts';
import { endLike, runChild } from '../../cli/child.mjs';
import { reportFailure } from '../../cli/failure.mjs';
import { showStep } from '../../cli/progress.ts';
import { projectEnvironment, root, toolCommand } from '../../cli/project.mjs';
import { refuseSwallowedOptions } from '../../cli/swallowed-options.mjs';
import { buildForDeploy } from './built-functions.ts';
import { withSamTemporary } from './sam-temporary.ts';

/** With one of these options, the user deploys another template. */
const TEMPLATE = /^(-t|--template(-file)?)(=|$)/;

const env = { ...projectEnvironment(), SAM_CLI_TELEMETRY: '0', ...regionForSam() };
const args = process.argv.slice(2);
try {
  refuseSwallowedOptions('sam', { args, options: {} });
  const isDeployment = args[0] === 'deploy' && !args.includes('--help') && !args.includes('-h');
  const inTheWay = isDeployment ? await stackInTheWay(args) : undefined;
  if (inTheWay?.code === 'stack-failed') throw inTheWay;
  // Without a build, SAM uploads the TypeScript files and reports no error.
  if (isDeployment && !args.some((arg) => TEMPLATE.test(arg))) await buildForDeploy(showStep);
  const end = await withSamTemporary((TMPDIR) =>
    runChild(toolCommand('sam'), args, { cwd: root, env: { ...env, TMPDIR } }),
  );
  const failure = isDeployment && end.status ? await stackInTheWay(args) : undefined;
  if (failure !== undefined) reportFailure(failure);
  endLike(end);
} catch (error) {
  reportFailure(error);
}
