/**
 * Learners choose names, keys and what their functions log. One set of hostile texts goes through every text of the facts, into
 * every format, which a parser of that format then reads.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { parseHTML } from 'linkedom';
import MarkdownIt from 'markdown-it';
import { SaxesParser } from 'saxes';
import { Parser } from 'tap-parser';
import type { Facts } from '../../account/facts.ts';
import { fixtureFacts } from '../../test/fixtures/grades.ts';
import { FORMATS, type Format, render } from '../formats.ts';
import { type Grade, gradeFacts } from '../grade.ts';
import { NOT_VERIFIED } from './provenance.ts';

const HOSTILE = [
  '\u001b[2J\u001b]0;owned\u0007\u009b31m\u0000\b\u007f',
  '\n::error file=a.ts,line=1::owned\n##[error]owned ##vso[task.setvariable]owned',
  '\u202etxt.exe\u2066\u200f\u200b\ufeff\u2028\ud800\ufffe',
  ']]> --> <script>owned()</script> <img src=x onerror=owned()> &lt; " \' ` $owned',
  '\nnot ok 999 owned\n1..0\nBail out! owned\n  ---\n  ...',
  '| [owned](javascript:owned) ![x](https://example.com/owned) <!-- @everyone ~~~ ``` \\ # owned',
  '../../owned %s %n \u0301',
].join('');

/** Values that the program itself chooses, so that a changed file could not contain others. */
const DECIDED = ['kind', 'mode', 'lab', 'by', 'to', 'where', 'decision', 'purpose', 'allows', 'filterScope'];
/** Not a text, but a picture. */
const PICTURE = 'preview';

describe('hostile texts in every text of the facts', () => {
  for (const [name, facts] of Object.entries(fixtureFacts)) {
    for (const [how, change] of Object.entries({
      behind: (text: string) => text + HOSTILE,
      instead: () => HOSTILE,
    })) {
      const grade = gradeFacts(hostileFacts(facts, change));
      for (const format of FORMATS) {
        it(`${name}, ${how}, as ${format}`, async () => {
          const text = await renderHere(format, grade);
          assertQuiet(format === 'terminal' ? stripVTControlCharacters(text) : text);
          PARSE[format](text);
        });
      }
    }
  }
});

it('the texts do appear in the reports', async () => {
  const grade = gradeFacts(hostileFacts(fixtureFacts['one-wrong'], (text) => text + HOSTILE));
  for (const format of FORMATS) assert.match(await renderHere(format, grade), /owned/, format);
});

describe('a grade shows its provenance', () => {
  for (const format of FORMATS) {
    it(`as ${format}`, async () => {
      const facts = fixtureFacts['one-wrong'];
      const fromFile = await renderHere(format, gradeFacts(facts, [], 'file'));
      const fromAccount = await renderHere(format, gradeFacts(facts));
      const said = format === 'json' ? /"verified": false/ : new RegExp(NOT_VERIFIED, 'i');
      assert.match(fromFile, said);
      assert.doesNotMatch(fromAccount, said);
      for (const text of [fromFile, fromAccount]) {
        for (const part of ['0123456789abcdef', 'user/l…', '2026-11-24T10:00:00.000Z', '1a2b3c4', 'hand']) {
          assert.ok(text.includes(part), `${part} in ${format}`);
        }
      }
    });
  }
});

/** node:test makes JUnit and TAP in a run of its own, and refuses to within a test of which it knows. */
function renderHere(format: Format, grade: Grade): Promise<string> {
  const { NODE_TEST_CONTEXT } = process.env;
  delete process.env.NODE_TEST_CONTEXT;
  const rendering = render(format, grade, format === 'terminal');
  Object.assign(process.env, NODE_TEST_CONTEXT !== undefined && { NODE_TEST_CONTEXT });
  return rendering;
}

/** Whatever shows the text, as a terminal or the log of a CI runner does: nothing in it acts. */
function assertQuiet(text: string): void {
  const bad = /[^\P{Cc}\n\t]|[\p{Cs}\p{Co}\p{Zl}\p{Zp}\ufffe\uffff]|(?![\u200c\u200d])\p{Cf}/u.exec(text);
  assert.equal(
    bad,
    null,
    bad === null
      ? ''
      : `U+${bad[0].codePointAt(0)?.toString(16)} in ${text.slice(bad.index - 40, bad.index)}`,
  );
  for (const line of text.split('\n')) {
    assert.ok(!line.trimStart().startsWith('::'), line);
    assert.doesNotMatch(line, /##(vso|teamcity)?\[/);
  }
}

const PARSE: Record<Format, (text: string) => void> = {
  terminal: (text) => {
    for (const line of stripVTControlCharacters(text).replace(/\p{M}/gu, '').split('\n')) {
      assert.ok([...line].length <= 80, line);
    }
  },
  json: (text) => assertClean(JSON.parse(text)),
  gradescope: (text) => assertClean(JSON.parse(text)),
  junit: parseXml,
  tap: parseTap,
  html: parseHtml,
  markdown: parseMarkdown,
};

function assertClean(value: unknown): void {
  if (typeof value === 'string') for (const line of value.split('\n')) assertQuiet(line);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) [key, one].forEach(assertClean);
  }
}

function parseXml(text: string): void {
  const parser = new SaxesParser();
  const names = new Set<string>();
  parser.on('error', (error) => assert.fail(error.message));
  parser.on('opentag', ({ name, attributes }) => {
    names.add(name);
    for (const attribute of Object.values(attributes)) assertQuiet(attribute);
  });
  parser.write(text).close();
  for (const name of names)
    assert.match(name, /^(testsuites?|testcase|failure|skipped|property|properties)$/);
}

function parseTap(text: string): void {
  const parser = new Parser({ strict: true });
  const results: { ok: boolean; id: number }[] = [];
  let bailed = false;
  parser.on('assert', (result) => results.push(result));
  parser.on('bailout', () => {
    bailed = true;
  });
  parser.end(text);
  assert.equal(bailed, false);
  assert.deepEqual(
    [parser.failures.filter(({ tapError }) => tapError), parser.planEnd],
    [[], results.length],
  );
}

function parseHtml(text: string): void {
  const { document } = parseHTML(text);
  assert.equal(
    document.querySelectorAll('script, iframe, object, [onerror], a[href^="javascript"]').length,
    0,
  );
  for (const image of document.querySelectorAll('img'))
    assert.match(image.getAttribute('src') ?? '', /^data:image\/jpeg/);
  assert.equal(document.querySelectorAll('h1').length, 1);
  assertQuiet(document.body.textContent ?? '');
}

/** As GitHub reads it: tables and bare links, and HTML, of which the report has `details` only. */
function parseMarkdown(text: string): void {
  const tokens = new MarkdownIt({ html: true, linkify: true }).parse(text, {});
  const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
  assert.deepEqual(
    all.filter(({ type }) => ['link_open', 'image'].includes(type)).map(({ attrs }) => attrs),
    [],
  );
  for (const { type, content } of all) {
    if (!type.startsWith('html')) continue;
    assert.match(content.trim(), /^<\/?(details|summary)>|^<details><summary>What was seen for /);
    assert.doesNotMatch(content, /<(script|img|!--)/);
  }
  const headings = tokens.flatMap(({ type }, index) =>
    type === 'heading_open' ? tokens[index + 1]?.content : [],
  );
  for (const heading of headings) assert.doesNotMatch(heading ?? '', /^owned/);
}

function hostileFacts(facts: Facts, change: (text: string) => string): Facts {
  // Texts become other texts, and all else stays.
  return changeTexts(facts, '', change) as Facts;
}

function changeTexts(value: unknown, name: string, change: (text: string) => string): unknown {
  if (typeof value === 'string') return DECIDED.includes(name) || name === PICTURE ? value : change(value);
  if (Array.isArray(value)) return value.map((one) => changeTexts(one, name, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, changeTexts(one, key, change)]));
}
