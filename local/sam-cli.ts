/** `npm run sam -- …`: the project's own SAM CLI, for who has none; `npm run validate` and `npm run deploy` are it. */
import { endLike, runChild } from './set-up/child.mjs';
import { projectEnvironment, root, toolCommand } from './set-up/project.mjs';

const env = { ...projectEnvironment(), SAM_CLI_TELEMETRY: '0' };
endLike(await runChild(toolCommand('sam'), process.argv.slice(2), { cwd: root, env }));
