import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inlineGlobals } from '../inline-globals.ts';
import { askCfnLint } from './cfn-lint.ts';
import { askCheckov } from './checkov.ts';
import type { Verdict } from './finding.ts';
import { askGuard } from './guard.ts';
import { type JsonTemplate, variants as ofTheLab, type Variants } from './variants.ts';

/** Everything that the rule sets find in a template, without regard to its suppressions. {@link judge} applies those. */
export async function applyRules(template: JsonTemplate, variants: Variants = ofTheLab): Promise<Verdict[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rules-'));
  try {
    // cfn-lint does not look at all values among the globals.
    const bare = withoutSuppressions(inlineGlobals(template));
    const verdicts = [
      askCfnLint(bare, folder),
      askCheckov(bare, folder, variants),
      askGuard(bare, folder, variants),
    ];
    return (await Promise.all(verdicts)).flat();
  } finally {
    await rm(folder, { recursive: true });
  }
}

function withoutSuppressions(template: JsonTemplate): JsonTemplate {
  const bare = Object.entries(template.Resources).map(([id, { Metadata, ...resource }]) => {
    const { 'cfn-lint': _lint, checkov: _checkov, guard: _guard, ...rest } = Metadata ?? {};
    return [id, { ...resource, ...(Object.keys(rest).length > 0 && { Metadata: rest }) }];
  });
  return { ...template, Resources: Object.fromEntries(bare) };
}
