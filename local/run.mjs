/**
 * Runs a script of this project on Node 24 with TypeScript, after having set up what is missing:
 *     node local/run.mjs [--tools=names] <script.ts | --test globs…> [arguments]
 * This file and failure.mjs must parse on every Node since 12, so that an old one gets a sentence instead of a stack.
 */
import { Failure, reportFailure } from './set-up/failure.mjs';

const oldestNode = 20;

const majorVersion = Number(process.versions.node.split('.')[0]);

if (majorVersion < oldestNode) {
  reportFailure(
    new Failure({
      code: 'node-too-old',
      problem: `Needs Node ${oldestNode} or newer, found ${process.versions.node} (${process.execPath}).`,
      fix: newerNode(),
    }),
  );
} else {
  import('./set-up/launch.mjs').then((launcher) => launcher.launch(process.argv.slice(2)), reportFailure);
}

function newerNode() {
  if (process.env.NVM_DIR) return 'nvm install 24';
  if (process.platform === 'darwin') return 'brew install node';
  // The npm packages bring a Node without any installer, but not to the npm of a Node before 18.
  return majorVersion < 18 ? 'sudo npx n 24' : `npx -p node@24 -p npm@11 ${npmCommand()}`;
}

/** The command by which the user started this, to be typed again. */
function npmCommand() {
  const script = process.env.npm_lifecycle_event || 'start';
  return script === 'start' || script === 'test' ? `npm ${script}` : `npm run ${script}`;
}
