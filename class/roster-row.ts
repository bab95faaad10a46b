import { cleanText } from '../cli/clean-text.mjs';
import { parseDeadline } from './deadline.ts';
import type { Access, CanvasIds, Learner } from './learner.ts';

export const COLUMNS = [
  ...['id', 'name', 'email', 'account', 'deadline'],
  ...['profile', 'role_arn', 'external_id', 'facts', 'region', 'stack', 'bucket', 'topic'],
  ...['canvas_id', 'student', 'sis_user_id', 'sis_login_id', 'section'],
] as const;
export type Column = (typeof COLUMNS)[number];

export type Cells = Readonly<Partial<Record<Column, string>>>;

/** Characters of an id or a name. */
const LONGEST = 200;

/** Reads one row of the roster. All of its problems are reported at once. */
export function readLearner(
  cells: Cells,
  line: number,
  isCanvas: boolean,
): { learner: Learner } | { problems: string[] } {
  const { sis_user_id: sisUserId, canvas_id: canvasId, sis_login_id: login = '', student } = cells;
  const id = isCanvas ? sisUserId || canvasId || '' : (cells.id ?? '');
  const name = (isCanvas ? student : cells.name) || id;
  const email = cells.email || (isCanvas && login.includes('@') ? login : '');
  const access = readAccess(cells);
  const deadline = cells.deadline ? parseDeadline(cells.deadline) : undefined;
  const problems = [
    ...textProblems(id, name, email),
    ...(typeof access === 'string' ? [access] : []),
    ...formProblems(cells),
    ...(deadline && 'problem' in deadline ? [deadline.problem] : []),
  ];
  if (problems.length > 0 || typeof access === 'string') return { problems };
  const canvas = readCanvasIds(cells, name);
  const learner: Learner = {
    ...{ id, name: cleanText(name), email, access, line },
    ...pick(cells, ['region', 'stack', 'bucket', 'topic', 'account']),
    ...(deadline && 'at' in deadline && { deadline: deadline.at }),
    ...(canvas && { canvas }),
  };
  return { learner };
}

function textProblems(id: string, name: string, email: string): string[] {
  return [
    ...(id === '' ? ['The id is empty.'] : []),
    ...(cleanText(id) === id ? [] : ['The id contains control characters or invisible characters.']),
    ...([id, name, email].some((text) => text.length > LONGEST)
      ? [`The id, the name and the email address may have at most ${LONGEST} characters.`]
      : []),
    ...(email === '' || /^[^\s@]+@[^\s@]+$/.test(email) ? [] : [`'${email}' is not an email address.`]),
  ];
}

/** @returns the problem as a text. */
function readAccess(cells: Cells): Access | string {
  const { profile = '', role_arn: roleArn = '', external_id: externalId = '', facts = '' } = cells;
  const given = Object.entries({ profile, role_arn: roleArn, facts }).filter(([, value]) => value !== '');
  if (given.length > 1) {
    return `The row has more than one way in: ${given.map(([column]) => column).join(' and ')}. Leave one of them empty.`;
  }
  if (profile !== '') return { kind: 'profile', profile };
  if (facts !== '') return { kind: 'facts', file: facts };
  if (roleArn === '')
    return externalId === '' ? { kind: 'none' } : 'external_id is given, but role_arn is empty.';
  if (!ROLE.test(roleArn))
    return `role_arn must look like arn:aws:iam::111122223333:role/Grader, but it is '${roleArn}'.`;
  if (externalId === '') return 'role_arn is given, but external_id is empty.';
  if (!EXTERNAL_ID.test(externalId))
    return 'external_id must have 2 to 1224 letters, digits or characters of +=,.@:/_-';
  return { kind: 'role', roleArn, externalId };
}

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;
/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

function formProblems({
  region = '',
  account = '',
  external_id: externalId = '',
  profile = '',
}: Cells): string[] {
  return [
    ...(region === '' || /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)
      ? []
      : [`region must look like eu-west-1, but it is '${region}'.`]),
    ...(account === '' || /^\d{12}$/.test(account)
      ? []
      : [
          `account must have twelve digits, but it is '${account}'. A spreadsheet may have removed leading zeros.`,
        ]),
    ...(profile !== '' && externalId !== ''
      ? ['external_id belongs to role_arn, but the row has a profile.']
      : []),
  ];
}

/** Undefined when the row has none of them. */
function readCanvasIds(cells: Cells, name: string): CanvasIds | undefined {
  const { student, canvas_id: id = '', sis_user_id: sisUserId = '', sis_login_id: sisLoginId = '' } = cells;
  const { section = '' } = cells;
  if ([id, sisUserId, sisLoginId, section].every((cell) => cell === '')) return undefined;
  return { student: student || name, id, sisUserId, sisLoginId, section };
}

function pick<K extends Column>(cells: Cells, names: readonly K[]): Partial<Record<K, string>> {
  const given = names.flatMap((name) => (cells[name] ? [[name, cells[name]] as const] : []));
  // Only keys of `names` are in it.
  return Object.fromEntries(given) as Partial<Record<K, string>>;
}
