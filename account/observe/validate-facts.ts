import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Facts } from '../facts.ts';

/** Policies are nested by only a few levels, and so are all other facts. */
const DEEPEST = 60;

let validate: ValidateFunction<Facts> | undefined;

/**
 * Validates facts against the schema that is generated from their types.
 * @returns undefined when the value is valid; otherwise a sentence that says what is wrong and where.
 */
export function whatIsWrong(value: unknown): string | undefined {
  if (isTooDeep(value)) return `It is nested more deeply than ${DEEPEST} levels.`;
  validate ??= compile();
  if (validate(value)) return undefined;
  // An `if` error only says that one of the following errors occurred.
  const error = validate.errors?.find(({ keyword }) => keyword !== 'if');
  return error === undefined ? 'It does not match the schema.' : inWords(error);
}

function compile(): ValidateFunction<Facts> {
  const schema = JSON.parse(readFileSync(new URL('facts.schema.json', import.meta.url), 'utf8'));
  return new Ajv({ strict: false, verbose: true }).compile<Facts>(schema);
}

/** Returns `At topic.value.subscriptions[0].arn it must be string, but it is 12.` */
function inWords({ instancePath, message = 'must match the schema', params, data }: ErrorObject): string {
  const place = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
  const allowed: unknown = params.allowedValues ?? params.allowedValue;
  const choice = allowed === undefined ? '' : ` (${JSON.stringify(allowed)})`;
  return `${place === '' ? 'It' : `At ${place} it`} ${message}${choice}, but it is ${excerpt(data)}.`;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** This function is not recursive, so that a value with a million levels cannot crash the grader. */
function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
