import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Built, buildClass, endFunctions, INSTRUCTOR, type Plan } from '../../class/demo/build-class.ts';
import { startLeashed, stopLeashed } from '../../cli/leashed.ts';
import { node24, projectEnvironment, root, typeScriptArguments } from '../../cli/project.mjs';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { LOCAL_REGION } from '../../local/local-aws.ts';
import { mutants } from '../../solve/faults/mutants.ts';
import type { Mutant } from '../../solve/faults/set-up.ts';
import { projectZips } from '../../solve/labs/project-zips.ts';
import type { ClassRun } from './grade-process.ts';

export interface ClassResult {
  learners: number;
  mode: 'read-only' | 'probe';
  seconds: number;
  /** In how many seconds the first learners were graded, as pairs of their number and the seconds. */
  milestones: [learners: number, seconds: number][];
  callsPerLearner: number;
  /** Of the process that grades, in MB: the most that was resident. */
  memoryMb: number;
  /** Learners whose grade is not the expected one. */
  wrong: string[];
}

export interface ClassMeasurement {
  buildSeconds: number;
  results: ClassResult[];
}

const SIDE_BY_SIDE = 4;

/** Numbers of learners after which the time is noted, to show how it grows. */
const MILESTONES = [10, 50, 100, 150];

/** Faults that show read-only, and that need no function of other accounts to restart. */
const FAULTS = [
  ...['queue-policy-of-another-topic', 'topic-policy-of-another-account', 'custom-role-trusts-ec2'],
  ...['no-lifecycle-rule', 'queue-without-a-policy', 'mobile-queue-not-subscribed', 'lab-role-without-sqs'],
];

/** Builds a class of hand-built labs, half of them with one or two faults, and grades it, read-only and with the probe. */
export async function measureClass(learners: number, say: (line: string) => void): Promise<ClassMeasurement> {
  const plans = Array.from({ length: learners }, (_, index) => planOf(index));
  const zips = await projectZips();
  const emulator = await startEmulator({ name: `bench-class-${process.pid}` });
  try {
    const startedAt = performance.now();
    let done = 0;
    const onBuilt = () => say(`Built ${++done} of ${plans.length} labs`);
    const built = await buildClass(plans, {
      endpoint: emulator.endpoint,
      zips,
      sideBySide: SIDE_BY_SIDE,
      onBuilt,
    });
    const buildSeconds = (performance.now() - startedAt) / 1000;
    say(`Built ${learners} labs in ${buildSeconds.toFixed(0)} s`);
    const results: ClassResult[] = [];
    for (const mode of ['read-only', 'probe'] as const) {
      const result = await gradeParts(built, { mode, endpoint: emulator.endpoint });
      const { seconds, memoryMb, wrong } = result;
      say(`${mode}: ${seconds.toFixed(0)} s, ${memoryMb.toFixed(0)} MB, ${wrong.length} wrong grades`);
      results.push(result);
    }
    return { buildSeconds, results };
  } finally {
    await emulator.stop();
  }
}

/** Every second lab has one fault, and every fourth has two. */
function planOf(index: number): Plan {
  const fault = (place: number): Mutant[] =>
    mutants.filter(({ name }) => name === FAULTS[place % FAULTS.length]);
  const turn = Math.floor(index / 2);
  const setUps = index % 2 === 0 ? [] : index % 4 === 1 ? fault(turn) : [...fault(turn), ...fault(turn + 3)];
  return { account: String(400_000_000_000 + index), setUps, externalId: `bench-${index}` };
}

/**
 * Learners in one go. MiniStack keeps two processes of about 90 MB for each account whose functions have run, so a probe of more
 * accounts would need more memory than a laptop has. Between the parts, these processes are ended.
 */
const MOST_AT_A_TIME = { 'read-only': 1000, probe: 40 } as const;

async function gradeParts(
  built: readonly Built[],
  { mode, endpoint }: { mode: ClassResult['mode']; endpoint: string },
): Promise<ClassResult> {
  const parts: ClassRun[] = [];
  for (let first = 0; first < built.length; first += MOST_AT_A_TIME[mode]) {
    parts.push(await gradeInProcess(built.slice(first, first + MOST_AT_A_TIME[mode]), mode, endpoint));
    await endFunctions(built, endpoint);
  }
  const calls = parts.reduce((total, part) => total + part.calls, 0);
  const doneAt: number[] = [];
  for (const part of parts) {
    const offset = doneAt.at(-1) ?? 0;
    doneAt.push(...part.doneAt.map((seconds) => offset + seconds));
  }
  return {
    ...{ learners: built.length, mode, seconds: doneAt.at(-1) ?? Number.NaN },
    milestones: MILESTONES.flatMap((learners): [number, number][] => {
      const seconds = doneAt[learners - 1];
      return seconds === undefined || learners >= built.length ? [] : [[learners, seconds]];
    }),
    callsPerLearner: calls / built.length,
    memoryMb: Math.max(...parts.map(({ memoryMb }) => memoryMb)),
    wrong: parts.flatMap(({ wrong }) => wrong),
  };
}

/** Grades in a process of its own, so that its memory is that of the grader. */
async function gradeInProcess(
  built: readonly Built[],
  mode: ClassResult['mode'],
  endpoint: string,
): Promise<ClassRun> {
  const folder = mkdtempSync(path.join(tmpdir(), 'image-lab-bench-class-'));
  const output = path.join(folder, 'result.json');
  const learners = built.map(({ account, roleArn, externalId, setUps }) => ({
    ...{ account, roleArn, externalId },
    fails: setUps.flatMap((setUp) => ('fails' in setUp ? (setUp as Mutant).fails : [])),
  }));
  const input = JSON.stringify({
    learners,
    mode,
    endpoint,
    region: LOCAL_REGION,
    instructor: INSTRUCTOR,
    output,
  });
  try {
    const script = path.join(root, 'bench/class/grade-process.ts');
    const running = startLeashed(node24, [...typeScriptArguments, script], {
      ...{
        cwd: root,
        env: { ...projectEnvironment(), CLASS_INPUT: input },
        stdout: 'inherit',
        stderr: 'inherit',
      },
    });
    await running.finally(() => stopLeashed(running));
    if (!existsSync(output)) throw new Error('The process that grades the class ended without a result.');
    return JSON.parse(readFileSync(output, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
