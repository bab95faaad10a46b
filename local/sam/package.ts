/** `npm run package`: a zip of each function, to upload by hand (tasks 5.2 and 5.4). */
import path from 'node:path';
import wrapAnsi from 'wrap-ansi';
import { readOptionsOrEnd } from '../../cli/command-options.ts';
import { reportFailure } from '../../cli/failure.mjs';
import { showStep } from '../../cli/progress.ts';
import { localFolder, root } from '../../cli/project.mjs';
import { describeArtifact, requireSmall, writeZips, zipArtifacts } from './artifacts.ts';
import { buildFunctions } from './deploy.ts';

readOptionsOrEnd({
  script: 'package',
  about:
    'Makes a zip file of each function in dist/, to upload it by hand in the AWS console (tasks 5.2 and 5.4).',
  options: {},
});
await makePackage().catch(reportFailure);

async function makePackage(): Promise<void> {
  const buildFolder = path.join(localFolder, 'package-build', 'artifacts');
  await showStep('Bundle the functions (sam build)', () => buildFunctions(buildFolder));
  const artifacts = zipArtifacts(buildFolder);
  const files = writeZips(artifacts, path.join(root, 'dist'));
  for (const [index, artifact] of artifacts.entries()) {
    const handler = `${artifact.functionName}.handler`;
    console.log(`${path.relative(root, files[index] ?? '')}: set the handler to ${handler}`);
    console.log(wrapAnsi(describeArtifact(artifact), 78).replace(/^/gm, '  '));
  }
  requireSmall(artifacts);
  console.log(
    '\nUpload both files with the runtime Node.js 24.x. Raise the defaults of the\nconsole: set the memory to 512 MB and the timeout to 30 seconds.',
  );
}
