/** `npm run test:audit` checks all installed packages for known vulnerabilities. */
import { execa } from 'execa';
import { readOptionsOrEnd } from '../command-options.ts';
import { requirementsFile, root, toolCommand, toolNames } from '../project.mjs';

readOptionsOrEnd({
  script: 'test:audit',
  about: 'Asks npm and PyPI for known vulnerabilities of all installed packages.',
  options: {},
  exitStatus: '0 if there is no serious one, 1 if there is one, 2 if a service did not answer.',
});

type Result = { kind: 'none' } | { kind: 'some'; told: string } | { kind: 'unknown'; told: string };

const audits: [title: string, run: () => Promise<Result>][] = [
  // npm reports only serious vulnerabilities.
  ['npm packages', auditNpm],
  ...toolNames.map((name): [string, () => Promise<Result>] => [
    `Python packages of ${name}`,
    () => auditPython(name),
  ]),
];

let status = 0;
for (const [title, run] of audits) {
  const result = await run();
  const sign = {
    none: '✓ no known vulnerabilities',
    some: '✗ known vulnerabilities',
    unknown: '! no answer',
  }[result.kind];
  console.log(`${title}: ${sign}`);
  if (result.kind !== 'none') console.log(result.told.trim().replace(/^/gm, '  '));
  status = Math.max(status, { none: 0, some: 1, unknown: 2 }[result.kind]);
}
process.exitCode = status;

async function auditNpm(): Promise<Result> {
  const { exitCode, stdout, stderr } = await execa('npm', ['audit', '--json', '--audit-level=high'], {
    cwd: root,
    reject: false,
  });
  const answer = parse(stdout);
  if (answer === undefined || 'error' in answer || !('metadata' in answer))
    return { kind: 'unknown', told: stderr || stdout };
  if (exitCode === 0) return { kind: 'none' };
  return { kind: 'some', told: `npm audit   # shows the details\n${JSON.stringify(answer.metadata)}` };
}

async function auditPython(name: (typeof toolNames)[number]): Promise<Result> {
  const audit = [
    '--requirement',
    requirementsFile(name),
    '--require-hashes',
    '--disable-pip',
    '--format=json',
  ];
  const options = { cwd: root, reject: false, all: true } as const;
  const { exitCode, all, stdout } = await execa(toolCommand('pip-audit'), audit, options);
  if (exitCode === 0) return { kind: 'none' };
  const answer = parse(stdout);
  return answer !== undefined && 'dependencies' in answer
    ? { kind: 'some', told: stdout }
    : { kind: 'unknown', told: all };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
