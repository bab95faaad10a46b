/** `npm run render`: writes the templates and pages that are made from template-src/. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOptionsOrEnd } from '../cli/command-options.ts';
import { reportFailure } from '../cli/failure.mjs';
import { root } from '../cli/project.mjs';
import { renderGrading } from '../template-src/class/grading.ts';
import { type GraderPolicies, renderLearnerRole } from '../template-src/class/learner-role.ts';
import { rendered as ofTheLab, type Rendered, staleness } from '../template-src/render.ts';

/** The policies of the grader, from checks/rights/. */
export const graderPolicies: GraderPolicies = {
  readOnly: policy('read-only'),
  withProbe: policy('with-probe'),
};

/** Everything that is rendered and committed. */
export const rendered: Rendered = {
  ...ofTheLab,
  'class/learner-role.yaml': () => renderLearnerRole(graderPolicies),
  'class/grading.yaml': renderGrading,
};

function policy(name: string): object {
  return JSON.parse(readFileSync(path.join(root, `checks/rights/${name}.json`), 'utf8'));
}

async function main(): Promise<void> {
  const names = new Intl.ListFormat('en').format(Object.keys(rendered));
  const { check = false } = readOptionsOrEnd({
    script: 'render',
    about: `Writes ${names} from template-src/.`,
    options: { check: { type: 'boolean', text: 'only check that the files are up to date' } },
  });
  const stale = await staleness(root, rendered);
  if (stale.length === 0) return console.log(`${names} are up to date.`);
  if (check) {
    console.error(stale.join('\n'));
    process.exitCode = 1;
    return;
  }
  for (const [name, render] of Object.entries(rendered)) await writeFile(path.join(root, name), render());
  console.log(`Wrote ${names}.`);
}

if (import.meta.main) await main().catch(reportFailure);
