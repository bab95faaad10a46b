/** `npm run build`: `sam build`, with esbuild on its PATH, and the size of what it made. */
import path from 'node:path';
import { describeArtifact, zipArtifacts } from './artifacts.ts';
import { showStep } from './progress.ts';
import { runSam } from './sam.ts';
import { reportFailure } from './set-up/failure.mjs';
import { projectEnvironment, root } from './set-up/project.mjs';

try {
  await showStep('Bundle both functions (sam build)', () =>
    runSam(['build', ...process.argv.slice(2)], { env: projectEnvironment() }),
  );
  for (const artifact of zipArtifacts(path.join(root, '.aws-sam/build')))
    console.log(describeArtifact(artifact));
  console.log('\nNext: sam deploy --guided');
} catch (error) {
  reportFailure(error);
}
