/**
 * Runs a built function as Lambda's runtime does: `run-handler.mjs CreateThumbnail.mjs`. It loads the function, invokes it with
 * each event of the parent process, and returns the measurements.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [file = ''] = process.argv.slice(2);
/** @type {{ handler: import('aws-lambda').SQSHandler }} */
const { handler } = await import(pathToFileURL(file).href);

const context = /** @type {import('aws-lambda').Context} */ ({
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? '',
  functionVersion: '$LATEST',
  invokedFunctionArn: '',
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '',
  awsRequestId: '00000000-0000-0000-0000-000000000000',
  getRemainingTimeInMillis: () => 30_000,
});

process.on('message', async (event) => {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const answer = await handler(/** @type {import('aws-lambda').SQSEvent} */ (event), context, () => {});
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  const failed = answer ? answer.batchItemFailures.length : 0;
  process.send?.({ failed, ms, cpuMs: (user + system) / 1000, ...memory() });
});
process.on('disconnect', () => process.exit(0));
process.send?.(memory());

/**
 * Returns the resident megabytes, now and at the peak. `resourceUsage` would include the peak of the parent, before this program
 * replaced it.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
function memory() {
  const status = readFileSync('/proc/self/status', 'utf8');
  /** @param {string} name */
  const megabytes = (name) => (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024) / 1e6;
  return { rssMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}
