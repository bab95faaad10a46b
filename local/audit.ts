/**
 * `npm run audit`: asks npm's and PyPI's services for known weaknesses of everything that is installed. Exit status: 0 none
 * that is serious, 1 some, 2 a service could not be asked.
 */
import { execa } from 'execa';
import { requirementsFile, root, toolCommand, toolNames } from './set-up/project.mjs';

const PIP_AUDIT = 'pip-audit==2.10.1';

type Result = { kind: 'none' } | { kind: 'some'; told: string } | { kind: 'unknown'; told: string };

const audits: [title: string, run: () => Promise<Result>][] = [
  // What is shipped may have none; what only builds and tests, none that is serious.
  ['npm, shipped and for development', auditNpm],
  ...toolNames.map((name): [string, () => Promise<Result>] => [`Python, ${name}`, () => auditPython(name)]),
];

let status = 0;
for (const [title, run] of audits) {
  const result = await run();
  const sign = { none: '✓ nothing known', some: '✗ known weaknesses', unknown: '! could not ask' }[
    result.kind
  ];
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
  return { kind: 'some', told: `npm audit   # tells all of it\n${JSON.stringify(answer.metadata)}` };
}

async function auditPython(name: (typeof toolNames)[number]): Promise<Result> {
  const audit = ['tool', 'run', '--from', PIP_AUDIT, 'pip-audit', '--requirement', requirementsFile(name)];
  const options = { cwd: root, reject: false, all: true } as const;
  const { exitCode, all, stdout } = await execa(
    toolCommand('uv'),
    [...audit, '--require-hashes', '--disable-pip', '--format=json'],
    options,
  );
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
