import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fixtureGrade, fixtureNames } from './fixtures.ts';
import { renderJson } from './json.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('grade.schema.json', import.meta.url), 'utf8'));

describe('the grade as JSON', () => {
  for (const name of fixtureNames) {
    it(`keeps to its schema: ${name}`, () => {
      assertValid(schema, JSON.parse(renderJson(fixtureGrade(name))));
    });
    it(`has nothing of which the schema does not tell: ${name}`, () => {
      assertValid(closed(schema), JSON.parse(renderJson(fixtureGrade(name))));
    });
  }

  it('may grow: readers must take what the schema does not know', () => {
    assertValid(schema, { ...fixtureGrade('all-right'), somethingNew: 1 });
  });

  it('is refused without any of its parts', () => {
    const grade = fixtureGrade('all-right');
    for (const key of Object.keys(grade)) {
      const rest = Object.fromEntries(Object.entries(grade).filter(([name]) => name !== key));
      assert.equal(validate(schema, rest).valid, false, key);
    }
  });

  it('is refused with a verdict that there is not', () => {
    const [task, ...tasks] = fixtureGrade('all-right').tasks;
    const grade = { ...fixtureGrade('all-right'), tasks: [{ ...task, verdict: 'perhaps' }, ...tasks] };
    assert.equal(validate(schema, grade).valid, false);
  });
});

function validate(against: unknown, value: unknown) {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  assert.ok(isObject(against));
  const valid = ajv.validate(against, value);
  return { valid, errors: ajv.errorsText() };
}

function assertValid(against: unknown, value: unknown): void {
  const { valid, errors } = validate(against, value);
  assert.equal(valid, true, errors);
}

/** The same schema, that refuses what it does not name. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (!isObject(part)) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  return isObject(part.properties) && part.type === 'object'
    ? { ...inner, additionalProperties: false }
    : inner;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
