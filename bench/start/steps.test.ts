import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepsOfCheck, stepsOfStart } from './steps.ts';

test('the steps of a first start include parallel steps and time without output', () => {
  const lines = [
    [0.2, 'Installing the npm packages (500 MB, once) …'],
    [9, 'Installed the npm packages in 9 s.'],
    [10, '❯ uv, the installer'],
    [12, '✔ uv, the installer [2s]'],
    [12, '❯ Tools'],
    [12, '❯ AWS SAM CLI'],
    [12, '❯ MiniStack, the embedded AWS'],
    [15, '✔ MiniStack, the embedded AWS [3s]'],
    [18, '✔ AWS SAM CLI [6s]'],
    [18, '✔ Tools [6s]'],
    [18.1, 'anything else'],
  ] as const;
  const found = stepsOfStart(
    lines.map(([at, text]) => ({ at, text })),
    20,
  );
  assert.deepEqual(
    found.map(({ title, from, to }) => [title, from, to]),
    [
      ['npm packages', 0.2, 9],
      ['in between', 9, 10],
      ['uv, the installer', 10, 12],
      ['MiniStack, the embedded AWS', 12, 15],
      ['AWS SAM CLI', 12, 18],
      ['ends', 18, 20],
    ],
  );
});

test('each line of a grade begins a step', () => {
  const lines = [
    { at: 1, text: 'looking' },
    { at: 2.5, text: 'probing' },
  ];
  assert.deepEqual(
    stepsOfCheck(lines, 3).map(({ title, to }) => [title, to]),
    [
      ['npm, Node and TypeScript start', 1],
      ['looking', 2.5],
      ['probing', 3],
    ],
  );
});
