import type { FunctionFacts, InvocationFacts } from '../facts.ts';
import type { Advice } from '../step.ts';

/**
 * Why an invocation failed, and what to look at: undefined when its log tells of no trouble.
 * @param settings those of the function, when they could be read.
 */
export function troubleInWords(
  { report, errors }: Pick<InvocationFacts, 'report' | 'errors'>,
  settings: Pick<FunctionFacts, 'memoryMb' | 'timeoutSeconds'> | undefined,
): string | undefined {
  const told = [...errors, report?.status ?? '', report?.errorType ?? ''].join('\n');
  const memoryMb = report?.memoryMb ?? settings?.memoryMb;
  if (ranOutOfMemory(told, report)) {
    return `it ran out of memory at ${memoryMb} MB. Lambda gives processor time by memory too: a function that decodes pictures wants 512 MB. See Configuration → General configuration.`;
  }
  if (/timed? ?out/i.test(told)) {
    const seconds = settings === undefined ? 'its time' : `${settings.timeoutSeconds} s`;
    return `it was stopped after ${seconds}, its timeout, before it was done. It wants 30 s, and 512 MB of memory, by which Lambda gives processor time. See Configuration → General configuration.`;
  }
  const [first] = errors;
  if (first !== undefined) return first;
  return report?.status === undefined ? undefined : `it ended as '${report.status}'.`;
}

/** It may be said outright, or only show as a timeout or a kill with all memory used. */
function ranOutOfMemory(told: string, report: InvocationFacts['report']): boolean {
  if (/OutOfMemory|signal: killed|heap out of memory|MemoryError/i.test(told)) return true;
  return report?.status !== undefined && report.usedMb !== undefined && report.usedMb >= report.memoryMb;
}

/** Of memory that is nearly used up, or far more than is used. */
export function adviseMemory(
  { report }: InvocationFacts,
  settings: FunctionFacts | undefined,
): readonly Advice[] {
  if (report === null || settings === undefined) return [];
  const { usedMb, memoryMb } = report;
  if (usedMb === undefined) return adviseDefaults(settings);
  const title = `${settings.name} used ${usedMb} of ${memoryMb} MB`;
  if (usedMb > 0.85 * memoryMb) {
    return [
      {
        id: `little-memory-${settings.name}`,
        title,
        why: 'A larger picture takes more, and the function is killed when it has no more.',
        how: `Give it twice as much, ${2 * memoryMb} MB: it is faster then, too, and costs about the same.`,
      },
    ];
  }
  if (memoryMb < 1024 || usedMb > memoryMb / 8) return [];
  return [
    {
      id: `much-memory-${settings.name}`,
      title,
      why: 'What is set is billed, whether it is used or not.',
      how: `Try ${Math.max(512, 2 ** Math.ceil(Math.log2(usedMb * 2)))} MB, and compare the billed duration.`,
    },
  ];
}

/** Where no memory is measured (the embedded AWS), the settings alone tell. */
function adviseDefaults({ name, memoryMb, timeoutSeconds }: FunctionFacts): Advice[] {
  if (memoryMb > 128 && timeoutSeconds > 3) return [];
  return [
    {
      id: `console-defaults-${name}`,
      title: `${name} has ${memoryMb} MB and ${timeoutSeconds} s`,
      why: "The console's defaults, 128 MB and 3 s, are little for a function that decodes pictures: a large one makes it fail.",
      how: 'Set 512 MB and 30 s under Configuration → General configuration.',
    },
  ];
}
