/** `npm run build`: runs `sam build` with esbuild on its PATH, and prints the size of the artifacts. */
import path from 'node:path';
import wrapAnsi from 'wrap-ansi';
import { regionForSam } from '../../aws/region.ts';
import { reportFailure } from '../../cli/failure.mjs';
import { HELP_OPTION, renderHelp } from '../../cli/help.ts';
import { showStep } from '../../cli/progress.ts';
import { projectEnvironment, root } from '../../cli/project.mjs';
import { refuseSwallowedOptions } from '../../cli/swallowed-options.mjs';
import { describeArtifact, zipArtifacts } from './artifacts.ts';
import { runSam } from './sam.ts';

const USAGE = renderHelp({
  script: 'build',
  about:
    "Bundles the functions with 'sam build' and prints the size of the artifacts. It passes all other options to 'sam build': npm run sam -- build --help",
  options: { help: HELP_OPTION },
});

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) console.log(USAGE);
else await build().catch(reportFailure);

async function build(): Promise<void> {
  refuseSwallowedOptions('build', { args, options: {} });
  await showStep('Bundle the functions (sam build)', () =>
    runSam(['build', ...args], { env: { ...projectEnvironment(), ...regionForSam() } }),
  );
  for (const artifact of zipArtifacts(path.join(root, '.aws-sam/build')))
    console.log(wrapAnsi(describeArtifact(artifact), 80));
  console.log('\nNext: sam deploy --guided   # if you have no SAM CLI: npm run deploy');
}
