/**
 * Runs a command that must not outlive whoever asked for it:
 *     node leash.mjs <signal> <seconds> <command> [arguments]
 * Standard input is the leash: when it ends, for whatever reason (`kill -9` too), the command and all that it started
 * are ended, by the signal, and after so many seconds by force. To be started in a process group of its own (`detached`).
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
  // Its own children (Lambda's workers) may still be there.
  endGroup();
  process.exit(status ?? 1);
});
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, endGroup);
process.stdin.on('end', endGroup).on('error', endGroup).resume();

function endGroup() {
  if (ending) return;
  ending = true;
  // Process 0 is the whole group; this process hears it too, and goes on until its child has ended.
  process.kill(0, signal);
  setTimeout(() => process.kill(0, 'SIGKILL'), Number(secondsToEnd) * 1000).unref();
}
