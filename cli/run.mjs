/**
 * Installs what is missing and runs a TypeScript file of this project on Node 24:
 *     node cli/run.mjs [--tools=names] <script.ts | --test globs…> [arguments]
 * This file and failure.mjs must parse on every Node since 12, so that an old Node prints a sentence instead of a stack.
 */
import { Failure, reportFailure } from './failure.mjs';

const oldestNode = 20;

const majorVersion = Number(process.versions.node.split('.')[0]);

if (majorVersion < oldestNode) {
  reportFailure(
    new Failure({
      code: 'node-too-old',
      problem: `Expected Node ${oldestNode} or newer, found ${process.versions.node} (${process.execPath}).`,
      fix: newerNode(),
    }),
  );
} else {
  import('./set-up/launch.mjs').then((launcher) => launcher.launch(process.argv.slice(2)), reportFailure);
}

function newerNode() {
  if (process.env.NVM_DIR) return 'nvm install 24';
  if (process.platform === 'darwin') return 'brew install node';
  // npm can run another Node from a package, but the npm of a Node before 18 cannot.
  return majorVersion < 18 ? 'sudo npx n 24' : `npx -p node@24 -p npm@11 ${npmCommand()}`;
}

/** Returns the command that the user typed. */
function npmCommand() {
  const script = process.env.npm_lifecycle_event || 'start';
  return script === 'start' || script === 'test' ? `npm ${script}` : `npm run ${script}`;
}
