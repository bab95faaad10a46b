import { createHold } from '../lambda/hold.ts';
import { type FunctionName, type LambdaOptions, type Run, startLambda } from '../lambda/lambda-process.ts';

export const FUNCTIONS = ['CreateThumbnail', 'CreateMobileImage'] as const;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_OF_ONE_CPU = 1769;

/** The share of a processor, or the number of them, that Lambda gives. */
export function processorsAt(memoryMb: number): number {
  return memoryMb / MB_OF_ONE_CPU;
}

/** A function in a process that is held to what Lambda gives it. */
export interface HeldFunction {
  functionName: FunctionName;
  /** Milliseconds. */
  initMs: number;
  /** @param name of the object. @returns undefined when it has run out of memory. @throws Error when the picture fails. */
  run(name: string): Promise<Run | undefined>;
  stop(): Promise<void>;
}

/**
 * Starts at full speed, as on Lambda, and is held to its share from then on; to its memory all the time.
 * @returns undefined when that is too little.
 */
export async function startHeld(
  options: Omit<LambdaOptions, 'hold'>,
  processors = processorsAt(options.memoryMb),
): Promise<HeldFunction | undefined> {
  const hold = createHold(options.memoryMb);
  if (hold === undefined) throw new Error('Expected to make a control group: another one was made before.');
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
