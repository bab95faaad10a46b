import type { FunctionFacts, InvocationFacts } from '../facts.ts';
import { exceedsMemory } from './lambda-report.ts';
import { whatToDo } from './load-error.ts';

/**
 * Explains why an invocation failed and where to look.
 * @param settings of the function; undefined when they could not be read.
 * @returns undefined when its log shows no trouble.
 */
export function troubleInWords(
  { report, errors }: Pick<InvocationFacts, 'report' | 'errors'>,
  settings: Pick<FunctionFacts, 'memoryMb' | 'timeoutSeconds' | 'architecture'> | undefined,
): string | undefined {
  const told = [...errors, report?.status ?? '', report?.errorType ?? ''].join('\n');
  const memoryMb = report?.memoryMb ?? settings?.memoryMb;
  if (ranOutOfMemory(told, report)) {
    return `it ran out of memory at ${memoryMb} MB. A function that decodes pictures needs 512 MB, and more memory also gives it more CPU. See Configuration → General configuration.`;
  }
  if (/timed? ?out/i.test(told)) {
    const timeout = settings === undefined ? 'its timeout' : `its timeout of ${settings.timeoutSeconds} s`;
    return `it was stopped after ${timeout}. A function that decodes pictures needs 30 s and 512 MB, and more memory also gives it more CPU. See Configuration → General configuration.`;
  }
  const [first] = errors;
  if (first !== undefined) {
    const advice = errors.map((error) => whatToDo(error, settings?.architecture)).find(Boolean);
    return advice === undefined ? first : `${first.replace(/[.;:]$/, '')}. ${advice}`;
  }
  return report?.status === undefined ? undefined : `it ended with the status '${report.status}'.`;
}

/** The log may say so, or only show a timeout or a kill with all memory used. */
function ranOutOfMemory(told: string, report: InvocationFacts['report']): boolean {
  if (/OutOfMemory|signal: killed|heap out of memory|MemoryError/i.test(told)) return true;
  if (report?.status === undefined || report.usedMb === undefined) return false;
  // The embedded AWS does not limit memory, so using more than is configured is not the cause there.
  return report.usedMb >= report.memoryMb && !exceedsMemory(report);
}
