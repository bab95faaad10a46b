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

/** The first mistakes are the most common ones, so that several learners share a finding. */
const COMMON = [
  'queue-policy-of-another-topic',
  'topic-policy-with-the-placeholder-left',
  'lab-role-without-sqs',
];

/** Mistakes that show without a probe. */
const OTHERS = [
  ...[
    'bucket-without-notification',
    'custom-role-trusts-ec2',
    'thumbnail-trigger-disabled',
    'no-lifecycle-rule',
  ],
  ...[
    'mobile-queue-not-subscribed',
    'topic-is-fifo',
    'mobile-trigger-of-ten-messages',
    'queue-without-a-policy',
  ],
  ...['thumbnail-function-without-description', 'no-email-subscription', 'topic-open-to-everyone'],
];

const unfinished = mutants.filter(({ until }) => until !== undefined);

function setUpsAt(index: number): SetUp[] {
  const turn = Math.floor(index / 3);
  if (index % 3 === 0) return [];
  if (index % 3 === 1) return pick(unfinished, turn);
  const names = turn % 2 === 0 ? COMMON : OTHERS;
  return pick(names, Math.floor(turn / 2)).map(mutantNamed);
}

function mutantNamed(wanted: string): SetUp {
  const found = mutants.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`Expected a mutant named ${wanted}, but there is none.`);
  return found;
}

function pick<T>(all: readonly T[], place: number): T[] {
  const one = all[place % all.length];
  return one === undefined ? [] : [one];
}
