/** `npm run package`: the two zips that a learner uploads by hand (tasks 5.2 and 5.4). */
import path from 'node:path';
import { describeArtifact, requireSmall, writeZips, zipArtifacts } from './artifacts.ts';
import { buildFunctions } from './deploy.ts';
import { showStep } from './progress.ts';
import { reportFailure } from './set-up/failure.mjs';
import { localFolder, root } from './set-up/project.mjs';

try {
  const buildFolder = path.join(localFolder, 'package-build', 'artifacts');
  await showStep('Bundle both functions (sam build)', () => buildFunctions(buildFolder));
  const artifacts = zipArtifacts(buildFolder);
  const files = writeZips(artifacts, path.join(root, 'dist'));
  for (const [index, artifact] of artifacts.entries()) {
    const handler = `${artifact.functionName}.handler`;
    console.log(`${path.relative(root, files[index] ?? '')}: upload it, and set the handler to ${handler}`);
    console.log(`  ${describeArtifact(artifact)}`);
  }
  requireSmall(artifacts);
  console.log(
    '\nRuntime Node.js 24.x. They need more than the console gives: set memory to 512 MB, timeout to 30 s.',
  );
} catch (error) {
  reportFailure(error);
}
