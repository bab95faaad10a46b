import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { logsFolder, node24 } from '../../cli/project.mjs';
import { enveloped, s3Event, sqsBatch } from '../../events/aws-messages.ts';
import type { FunctionName } from '../../lab/output-names.ts';
import { localEnvironment } from '../../local/local-aws.ts';
import { functionResources } from '../../template-src/functions.ts';
import type { Hold } from './hold.ts';

/** Resident megabytes: now, and the most ever. */
export interface MemoryUse {
  rssMb: number;
  peakMb: number;
}

export interface Run extends MemoryUse {
  /** Messages that the handler reports as failed: 0 or 1. */
  failed: number;
  /** Milliseconds by the clock, and of a processor. */
  ms: number;
  cpuMs: number;
}

/** A built function in its own process, as on Lambda. */
export interface LambdaProcess {
  /** Milliseconds until the function was loaded. */
  initMs: number;
  atInit: MemoryUse;
  /** Invokes the function for an upload. @returns undefined when the process ran out of memory. */
  run(key: string): Promise<Run | undefined>;
  stop(): Promise<void>;
}

export interface LambdaOptions {
  functionName: FunctionName;
  /** Where `sam build` has put both functions. */
  buildFolder: string;
  /** Of S3. */
  endpoint: string;
  memoryMb: number;
  hold?: Hold;
}

/** Starts the process. @returns undefined when it ran out of memory before the function was loaded. */
export async function startLambda(options: LambdaOptions): Promise<LambdaProcess | undefined> {
  const { functionName, buildFolder, memoryMb, hold } = options;
  const runner = path.join(import.meta.dirname, 'run-handler.mjs');
  const file = path.join(buildFolder, functionName, `${functionName}.mjs`);
  const join = (hold?.procs ?? []).map((procs) => `echo $$ > ${procs}; `).join('');
  mkdirSync(logsFolder, { recursive: true });
  const log = openSync(path.join(logsFolder, 'bench-function.log'), 'a');
  const startedAt = performance.now();
  const child = spawn('/bin/sh', ['-c', `${join}exec "$@"`, 'sh', node24, ...heap(memoryMb), runner, file], {
    env: environment(options),
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const ended = once(child, 'exit').then(() => undefined);
  const next = (): Promise<unknown> =>
    Promise.race([new Promise((resolve) => child.once('message', resolve)), ended]);
  const atInit = (await next()) as MemoryUse | undefined;
  const initMs = performance.now() - startedAt;
  if (atInit === undefined) return undefined;
  return {
    initMs,
    atInit,
    async run(key) {
      if (child.exitCode !== null || child.signalCode !== null) return undefined;
      child.send(sqsBatch(enveloped(s3Event(key))));
      return (await next()) as Run | undefined;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The options with which Lambda's runtime starts Node: a tenth of the memory for new objects, and the rest for old ones. */
function heap(memoryMb: number): string[] {
  const young = Math.floor(memoryMb / 10);
  return [`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${memoryMb - young}`];
}

function environment({ functionName, endpoint, memoryMb }: LambdaOptions): NodeJS.ProcessEnv {
  return {
    ...localEnvironment(endpoint),
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    ...templateVariables(functionName),
  };
}

/** What the template gives the function as it is; what it takes from parameters, the function has as defaults. */
function templateVariables(functionName: FunctionName): Record<string, string> {
  const { Variables = {} } = functionResources[functionName].resource.Properties?.Environment ?? {};
  const texts = Object.entries(Variables).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as Record<string, string>;
}
