/** Labs with two mistakes, because learners make more than one. */
import { exitStatus, type Grade, type StepGrade } from '../../checks/grade.ts';
import { mutants } from '../../solve/faults/mutants.ts';
import { type Mutant, type SetUp, taskOf } from '../../solve/faults/set-up.ts';
import type { LabNames } from '../../solve/labs/names.ts';

export interface Pair extends SetUp {
  both: readonly [Mutant, Mutant];
}

/** Lists all pairs of mistakes in different tasks that do not change the same resource. */
export function allPairs(): Pair[] {
  const single = mutants.filter(
    ({ apply, names, until, parameters }) => !until && !parameters && (apply ?? names),
  );
  return single.flatMap((one, index) =>
    single.slice(index + 1).flatMap((other) => (mayMeet(one, other) ? [pairOf(one, other)] : [])),
  );
}

/** Picks some of the pairs. The same seed picks the same pairs. */
export function samplePairs(pairs: readonly Pair[], count: number, seed: number): Pair[] {
  const random = randomFrom(seed);
  const left = [...pairs];
  const chosen: Pair[] = [];
  while (chosen.length < count && left.length > 0)
    chosen.push(...left.splice(Math.floor(random() * left.length), 1));
  return chosen;
}

/** Lists what is wrong with the grade of a lab that has two mistakes, one sentence each. */
export function objections({ both }: Pair, grade: Grade): string[] {
  const steps = grade.tasks.flatMap((task) => task.steps);
  const lost = steps.filter(({ verdict }) => verdict !== 'pass');
  const expected = both.flatMap(({ fails }) => fails);
  return [
    ...both.flatMap((mutant) => missed(mutant, steps)),
    ...lost.filter(({ blockedBy }) => blockedBy === null).flatMap((step) => wronglyBlamed(step, both)),
    ...lost
      .filter(({ blockedBy }) => blockedBy !== null && !expected.includes(blockedBy))
      .map((step) => `${inWords(step)}: it is blocked by a step without a mistake.`),
    ...lost
      .filter(asksToWait)
      .map((step) => `${inWords(step)}: the hint asks to wait, but waiting cannot help.`),
    ...(exitStatus(grade) === expectedStatus(both, grade)
      ? []
      : [`Expected exit status ${expectedStatus(both, grade)}, but it is ${exitStatus(grade)}.`]),
  ];
}

/** Each mistake must cost its points, unless the other one blocks its steps. */
function missed({ name, fails }: Mutant, steps: readonly StepGrade[]): string[] {
  const free = steps.filter(({ id, earned, points }) => fails.includes(id) && earned === points);
  return free.map((step) => `${inWords(step)}: ${name} must cost points here, but does not.`);
}

function wronglyBlamed(step: StepGrade, both: Pair['both']): string[] {
  const owners = both.filter(({ fails }) => fails.includes(step.id));
  if (owners.length === 0) return [`${inWords(step)}: the lab has no mistake here.`];
  const isTrue = owners.some(({ hint }) => hint.test(step.hint ?? ''));
  return isTrue ? [] : [`${inWords(step)}: the hint names another mistake.`];
}

function asksToWait({ verdict, hint }: StepGrade): boolean {
  return verdict === 'pending' || /again in|wait a|a minute/i.test(hint ?? '');
}

function expectedStatus(both: Pair['both'], { tasks }: Grade): number {
  const required = tasks.filter(({ optional }) => !optional).map(({ id }) => id);
  return both.some(({ fails }) => fails.some((id) => required.includes(taskOf(id)))) ? 1 : 0;
}

function inWords({ id, verdict, blockedBy, hint }: StepGrade): string {
  return `${id} ${verdict}${blockedBy === null ? '' : ` by ${blockedBy}`} (${hint ?? 'no hint'})`;
}

function mayMeet(one: Mutant, other: Mutant): boolean {
  const tasks = new Set(one.fails.map(taskOf));
  const things = new Set(one.fails.flatMap(thingsOf));
  return !other.fails.some((id) => tasks.has(taskOf(id)) || thingsOf(id).some((thing) => things.has(thing)));
}

/** Lists the resources that are changed to make a step fail. */
function thingsOf(id: string): string[] {
  return THINGS.filter(([pattern]) => pattern.test(id)).map(([, thing]) => thing);
}

const THINGS: readonly [RegExp, string][] = [
  [/^(1|3\.1)\./, 'the topic'],
  // Deleting a topic also deletes its subscriptions.
  [/^(1\.|2\.1\.subscription)/, 'the first subscription'],
  [/^(1\.|2\.2\.subscription)/, 'the second subscription'],
  [/^(1|9)\./, 'the mail subscription'],
  // Whoever creates the topic again must also write new policies for its queues.
  [/^(1\.standard|2\.1\.|2\.3\.thumbnail)/, 'the first queue'],
  [/^(1\.standard|2\.2\.|2\.3\.mobile)/, 'the second queue'],
  [/^3\.2\./, 'the bucket'],
  [/^6\./, 'the bucket'],
  [/^8\./, 'the bucket'],
  [/^4\.custom/, 'the first role'],
  [/^4\.lab/, 'the second role'],
  [/^(5\.1|5\.2)\.|^7\..\.thumbnail/, 'the first function'],
  [/^(5\.3|5\.4)\.|^7\..\.mobile/, 'the second function'],
];

function pairOf(one: Mutant, other: Mutant): Pair {
  const names = mergeNames(one.names, other.names);
  // S3 refuses a notification while it is not allowed to publish to the topic.
  const inOrder = one.fails.some((id) => /^(1|3\.1)\./.test(id)) ? [other, one] : [one, other];
  return {
    name: `${one.name} + ${other.name}`,
    both: [one, other],
    ...(names && { names }),
    apply: async (lab) => {
      for (const mutant of inOrder) await mutant.apply?.(lab);
    },
  };
}

/** The names of queues, roles and functions are merged separately. */
function mergeNames(one: SetUp['names'], other: SetUp['names']): SetUp['names'] {
  if (one === undefined || other === undefined) return one ?? other;
  const isOwn = ([key, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(one[key as keyof LabNames]);
  return { ...one, ...Object.fromEntries(Object.entries(other).filter(isOwn)) };
}

/** Mulberry32, a random number generator: numbers from 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
