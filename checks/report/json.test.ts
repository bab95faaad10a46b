import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type FixtureName, fixtureGrade, fixtureNames } from '../../test/fixtures/grades.ts';
import { type JsonGrade, renderJson } from './json.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('grade.schema.json', import.meta.url), 'utf8'));

describe('the grade as JSON', () => {
  for (const name of fixtureNames) {
    it(`keeps to its schema: ${name}`, () => {
      assertValid(schema, inJson(name));
    });
    it(`has nothing of which the schema does not tell: ${name}`, () => {
      assertValid(closed(schema), inJson(name));
    });
  }

  it('may have new properties, which readers must accept', () => {
    assertValid(schema, { ...inJson('all-right'), somethingNew: 1 });
  });

  it('calls a step that was not begun a failure, and says so', () => {
    const [task] = inJson('not-begun').tasks;
    const [step] = task?.steps ?? [];
    assert.deepEqual([task?.verdict, step?.verdict, step?.notYet], ['fail', 'fail', true]);
  });

  it('is refused without any of its parts', () => {
    const grade = inJson('all-right');
    for (const key of Object.keys(grade)) {
      const rest = Object.fromEntries(Object.entries(grade).filter(([name]) => name !== key));
      assert.equal(validate(schema, rest).valid, false, key);
    }
  });

  it('is refused with an unknown verdict', () => {
    const [task, ...tasks] = inJson('all-right').tasks;
    const grade = { ...inJson('all-right'), tasks: [{ ...task, verdict: 'perhaps' }, ...tasks] };
    assert.equal(validate(schema, grade).valid, false);
  });
});

function inJson(name: FixtureName): JsonGrade {
  return JSON.parse(renderJson(fixtureGrade(name)));
}

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

/** The same schema, which refuses unknown properties. */
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
