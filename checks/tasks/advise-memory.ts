import type { FunctionFacts, InvocationFacts } from '../../account/facts.ts';
import { exceedsMemory } from '../../account/logs/lambda-report.ts';
import type { Advice } from '../step.ts';

/** Advises when the configured memory is nearly used up, or far larger than what is used. */
export function adviseMemory(
  { report }: InvocationFacts,
  settings: FunctionFacts | undefined,
): readonly Advice[] {
  if (report === null || settings === undefined) return [];
  const { usedMb, memoryMb } = report;
  if (usedMb === undefined) return adviseDefaults(settings);
  if (exceedsMemory(report)) return adviseMoreMemory(settings.name, memoryMb, usedMb);
  const title = `${settings.name} used ${usedMb} of ${memoryMb} MB`;
  if (usedMb > 0.85 * memoryMb) {
    return [
      {
        id: `little-memory-${settings.name}`,
        title,
        why: 'A larger picture needs more memory, and Lambda stops a function that runs out of it.',
        how: `Set twice as much, ${2 * memoryMb} MB. The function also becomes faster, and it costs about the same.`,
      },
    ];
  }
  if (memoryMb < 1024 || usedMb > memoryMb / 8) return [];
  return [
    {
      id: `much-memory-${settings.name}`,
      title,
      why: 'The configured memory is billed, whether it is used or not.',
      how: `Try ${Math.max(512, 2 ** Math.ceil(Math.log2(usedMb * 2)))} MB, and compare the billed duration.`,
    },
  ];
}

/** The embedded AWS lets a function use more memory than is configured. AWS does not. */
function adviseMoreMemory(name: string, memoryMb: number, usedMb: number): Advice[] {
  return [
    {
      id: `little-memory-${name}`,
      title: `${name} used ${usedMb} MB, but only ${memoryMb} MB are configured`,
      why: 'The embedded AWS does not limit memory. In AWS, the function would run out of memory and fail.',
      how: `Set ${Math.max(512, 2 ** Math.ceil(Math.log2(usedMb * 1.5)))} MB under Configuration → General configuration.`,
    },
  ];
}

/** When the memory was not measured (on the embedded AWS), only the settings can be judged. */
function adviseDefaults({ name, memoryMb, timeoutSeconds }: FunctionFacts): Advice[] {
  if (memoryMb > 128 && timeoutSeconds > 3) return [];
  return [
    {
      id: `console-defaults-${name}`,
      title: `${name} has ${memoryMb} MB of memory and a timeout of ${timeoutSeconds} s`,
      why: "The console's defaults, 128 MB and 3 s, are too low for a function that decodes pictures. A large picture makes it fail.",
      how: 'Set 512 MB and 30 s under Configuration → General configuration.',
    },
  ];
}
