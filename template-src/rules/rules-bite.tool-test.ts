/** `npm run test:rules`: the real rule sets find the mistakes in a broken template. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { root } from '../../cli/project.mjs';
import { breakAll, breakages } from '../../test/template/breakages.ts';
import { suppressions, template } from '../template.ts';
import { applyRules } from './apply-rules.ts';
import type { Verdict } from './finding.ts';
import { askGuard } from './guard.ts';
import { judge } from './judge.ts';
import { runRuleTool } from './run-rule-tool.ts';
import { deployed, type JsonTemplate, variants } from './variants.ts';

let clean: Verdict[];
let counting: { clean: string[]; broken: string[] };

before(async () => {
  const broken = plain();
  breakAll(broken);
  clean = await applyRules(plain());
  counting = { clean: countingOf(clean), broken: countingOf(await applyRules(broken)) };
});

test('the template breaks only rules that are suppressed, and each suppression is needed', () => {
  assert.deepEqual(counting.clean, []);
  assert.deepEqual(judge(clean, suppressions).unused, []);
});

test('a suppression that is not needed is found', () => {
  const idle = { rules: ['CKV_AWS_53', 'CKV_AWS_18'], because: 'of a test' };
  const { unused } = judge(clean, {
    ...suppressions,
    ImageBucket: [...(suppressions.ImageBucket ?? []), idle],
  });
  assert.deepEqual(
    unused.map(({ resource, rule }) => `${resource}: ${rule}`),
    ['ImageBucket: CKV_AWS_53'],
  );
});

for (const { what, named } of breakages)
  test(`${what}: named by ${named.map((one) => one.split(': ')[1]).join(', ')}`, () => {
    for (const one of named)
      assert.ok(counting.broken.includes(one), `${one} among\n${counting.broken.join('\n')}`);
  });

test('each rule set reads the suppressions in the template, and finds nothing else', async (context) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'rules-'));
  context.after(() => rm(folder, { recursive: true }));
  const lint = ['--append-rules', 'cfn_lint_serverless.rules', '--include-checks', 'I', '--format', 'json'];
  const committed = ['--template', path.join(root, 'template.yaml')];
  assert.equal((await runRuleTool('cfn-lint', { args: [...lint, ...committed], folder })).trim(), '[]');

  const Resources = deployed(plain(), variants['without a key']);
  await writeFile(path.join(folder, 'deployed.json'), JSON.stringify({ Resources }));
  const check = '--file deployed.json --framework cloudformation --skip-download --output json';
  const { summary } = JSON.parse(await runRuleTool('checkov', { args: check.split(' '), folder }));
  assert.deepEqual([summary.failed, summary.skipped], [0, suppressedBy('checkov')]);

  const [guard] = await askGuard(plain(), folder, variants);
  assert.deepEqual(guard?.findings, []);
});

test('a rule set that crashes is a failure, not a template without findings', async () => {
  const args = ['-c', 'raise SystemExit("no memory")'];
  const broken = runRuleTool('guard', { args, executable: 'python', folder: root });
  await assert.rejects(broken, { name: 'Failure', code: 'rules-not-checked', detail: 'no memory' });
});

test('rule sets that do not know conditions get every resource', () => {
  const seen = new Set(Object.values(variants).flatMap((known) => Object.keys(deployed(plain(), known))));
  assert.deepEqual([...seen].sort(), Object.keys(template.Resources).sort());
});

function plain(): JsonTemplate {
  return JSON.parse(JSON.stringify(template));
}

function countingOf(verdicts: readonly Verdict[]): string[] {
  const { judged } = judge(verdicts, suppressions);
  return judged.flatMap(({ findings }) => findings.map(({ resource, rule }) => `${resource}: ${rule}`));
}

function suppressedBy(set: string): number | undefined {
  return judge(clean, suppressions).judged.find((one) => one.set === set)?.suppressed.length;
}
