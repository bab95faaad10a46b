import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { fixtureGrade, fixtureNames } from '../../test/fixtures/grades.ts';
import type { Grade } from '../grade.ts';
import { compareGrades } from './compare.ts';
import { renderTerminal } from './terminal.ts';

const plainly = (grade: Grade) => renderTerminal(grade, { colour: false, width: 80 });

describe('a grade on a terminal', () => {
  for (const name of fixtureNames) {
    for (const width of [40, 80, 200]) {
      it(`fits into ${Math.min(80, width)} of ${width} columns: ${name}`, () => {
        const lines = renderTerminal(fixtureGrade(name), { colour: true, width }).split('\n');
        const widest = Math.max(...lines.map(columnsOf));
        assert.ok(widest <= Math.min(80, width), `${widest} columns`);
      });
    }

    it(`says the same with colour and without: ${name}`, () => {
      const coloured = renderTerminal(fixtureGrade(name), { colour: true, width: 80 });
      assert.notEqual(coloured, stripVTControlCharacters(coloured));
      assert.equal(unspaced(stripVTControlCharacters(coloured)), unspaced(plainly(fixtureGrade(name))));
      assert.equal(plainly(fixtureGrade(name)), stripVTControlCharacters(plainly(fixtureGrade(name))));
    });
  }

  it('begins with the first step that failed, its hint and its guide', () => {
    const [first = '', second = ''] = plainly(fixtureGrade('one-wrong')).split('\n');
    assert.equal(first, 'Look at this next:');
    assert.match(second, /2\.1\.policy/);
  });

  it('shows no details of tasks that were not begun', () => {
    const text = plainly(fixtureGrade('not-begun'));
    assert.equal(text.match(/Not yet: /g)?.length, 2, 'the next step says so, above and in the table');
    assert.match(text, /○ 4 /);
  });

  it('names a denied call once, and does not blame the learner', () => {
    const text = plainly(fixtureGrade('errors'));
    assert.equal(text.match(/sns:ListTopics/g)?.length, 2, 'as the next step, and in the table');
    assert.match(text, /not your mistake/);
    assert.match(text, /49 could not be graded/);
  });

  it("lets nobody's names steer the terminal", () => {
    const grade = fixtureGrade('one-wrong');
    const evil = '\u001b[2Jgone\u001b]0;title\u0007\r\u202eback';
    const tasks = grade.tasks.map((task) => ({
      ...task,
      steps: task.steps.map((step) => ({ ...step, hint: step.hint && evil })),
    }));
    const text = plainly({ ...grade, tasks, leftovers: [evil] });
    assert.equal(/[^\P{Cc}\n]|\p{Bidi_Control}/u.test(text), false);
    assert.match(text, /gone/);
  });

  it('shows changes since the last grade first', () => {
    const before = fixtureGrade('one-wrong');
    const after = fixtureGrade('all-right');
    const text = renderTerminal(after, { colour: false, width: 80, changes: compareGrades(before, after) });
    assert.match(text, /^Changed\n✗ → ✓ 2\.1\.policy: /);
    assert.match(text, /◌ → ✓ 2\.3\.thumbnail: /);
  });

  it('says that nothing changed', () => {
    const grade = fixtureGrade('all-right');
    assert.match(renderTerminal(grade, { colour: false, width: 80, changes: [] }), /^Nothing changed\.\n/);
  });
});

/** Every character of the fixtures is one column wide. */
function columnsOf(line: string): number {
  return [...stripVTControlCharacters(line)].length;
}

/** Spaces at the end of a coloured line stand before its last code. */
function unspaced(text: string): string {
  return text.replace(/ +$/gm, '');
}
