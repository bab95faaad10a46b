/**
 * Runs a command that must not outlive the process that started it:
 *     node leash.mjs <signal> <seconds> <command> [arguments]
 * Standard input is the leash. When it ends for any reason, even by `kill -9`, this script sends the signal to the command and
 * all its children. It kills them after this many seconds. It must run in its own process group (`detached`).
 */
import { spawn } from 'node:child_process';

const [signal = '', secondsToEnd = '', command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (status) => {
  // Children of the command, such as Lambda workers, can still be running.
  endGroup();
  process.exit(status ?? 1);
});
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, endGroup);
process.stdin.on('end', endGroup).on('error', endGroup).resume();

function endGroup() {
  if (ending) return;
  ending = true;
  // Process 0 is the whole group. This process gets the signal too, and continues until its child has ended.
  process.kill(0, signal);
  setTimeout(() => process.kill(0, 'SIGKILL'), Number(secondsToEnd) * 1000).unref();
}
