import type { FunctionName } from '../../lab/output-names.ts';
import { createHold } from '../lambda/hold.ts';
import { type LambdaOptions, type Run, startLambda } from '../lambda/lambda-process.ts';

export const FUNCTIONS = ['CreateThumbnail', 'CreateMobileImage'] as const;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_OF_ONE_CPU = 1769;

/** Returns the number of processors, or the share of one, that Lambda provides. */
export function processorsAt(memoryMb: number): number {
  return memoryMb / MB_OF_ONE_CPU;
}

/** A function in a process with the limits of Lambda. */
export interface HeldFunction {
  functionName: FunctionName;
  /** Milliseconds. */
  initMs: number;
  /** @param name of the object. @returns undefined when it has run out of memory. @throws Error when the picture fails. */
  run(name: string): Promise<Run | undefined>;
  stop(): Promise<void>;
}

/**
 * Starts the function at full speed, as on Lambda. After the start, it has its share of a processor. The memory is always limited.
 * @returns undefined when the memory is too small.
 */
export async function startHeld(
  options: Omit<LambdaOptions, 'hold'>,
  processors = processorsAt(options.memoryMb),
): Promise<HeldFunction | undefined> {
  const hold = createHold(options.memoryMb);
  if (hold === undefined) throw new Error('Expected to create a control group, as before, but could not.');
  const lambda = await startLambda({ ...options, hold });
  if (lambda === undefined) return hold.remove() ?? undefined;
  hold.setProcessors(processors);
  let runs = 0;
  return {
    functionName: options.functionName,
    initMs: lambda.initMs,
    async run(name) {
      const run = await lambda.run(`ingest/${++runs}/${name}`);
      if (run !== undefined && run.failed > 0) throw new Error(`${options.functionName} fails for ${name}.`);
      return run;
    },
    async stop() {
      await lambda.stop();
      hold.remove();
    },
  };
}
