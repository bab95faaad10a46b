import { mutants } from '../../solve/faults/mutants.ts';
import type { SetUp } from '../../solve/faults/set-up.ts';
import type { Plan } from './build-class.ts';

/** A made-up learner. */
export interface DemoLearner {
  id: string;
  name: string;
  email: string;
  /** How the roster leads to the account. */
  way: 'role' | 'wrong-external-id' | 'no-role' | 'facts' | 'none' | 'account-of-another';
  plan: Plan;
}

const NAMES =
  'Ada Amir Anouk Ben Bo Carla Chen Dana Deniz Elif Emil Fatou Finn Goran Hana Ida Ivo Jana Jonas Kofi Lena Luca Mara Mei Nils Noor Ola Pia Quentin Rosa Sami Tariq Ute Vera Wim Xenia Yuki Zoe'.split(
    ' ',
  );
const FAMILIES = 'Abebe Berg Cohen Diallo Eriksen Ferrari Garcia Haddad Ito Jansen Kaya Lopez'.split(' ');

/** The ways in of some learners, by their place. The others have a role that works. */
const WAYS: Readonly<Record<number, DemoLearner['way']>> = {
  4: 'wrong-external-id',
  9: 'facts',
  13: 'no-role',
  17: 'none',
  22: 'account-of-another',
};

/** Plans a class at all stages: a third is right, some are in the middle of the lab, and the others made mistakes. */
export function planDemo(size: number): DemoLearner[] {
  return Array.from({ length: size }, (_, index) => {
    const name = `${NAMES[index % NAMES.length]} ${FAMILIES[(index * 5 + Math.floor(index / NAMES.length)) % FAMILIES.length]}`;
    const id = String(index + 1).padStart(4, '0');
    const email = `${name.toLowerCase().replace(' ', '.')}.${id}@example.com`;
    const way = WAYS[index % 30] ?? 'role';
    const plan = {
      account: String(200_000_000_000 + index),
      setUps: setUpsAt(index),
      externalId: `class-${id}`,
    };
    return { id, name, email, way, plan };
  });
}

/** Mistakes that show without a probe, and that change no function while others are built. */
const usable = mutants.filter(({ parameters, until }) => parameters === undefined && until === undefined);
const unfinished = mutants.filter(({ until }) => until !== undefined);

/** The first mistakes are the most common ones, so that several learners share a finding. */
const COMMON = [
  'queue-policy-of-another-topic',
  'lab-role-without-sqs',
  'thumbnail-handler-left-at-its-default',
];

function setUpsAt(index: number): SetUp[] {
  const turn = Math.floor(index / 3);
  if (index % 3 === 0) return [];
  if (index % 3 === 1) return pick(unfinished, turn);
  if (turn % 2 === 0) return usable.filter(({ name }) => name === COMMON[(turn / 2) % COMMON.length]);
  // Steps that share no factor with the number of mistakes reach all of them.
  return pick(usable, turn * 29 + 7);
}

function pick<T>(all: readonly T[], place: number): T[] {
  const one = all[place % all.length];
  return one === undefined ? [] : [one];
}
