import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { comments, template } from './template.ts';
import { renderYaml } from './yaml.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'validate-'));
  await copyFile(path.join(root, 'samconfig.toml'), path.join(folder, 'samconfig.toml'));
});
after(() => rm(folder, { recursive: true }));

test('SAM finds no mistake in the template, and nothing to warn of', async () => {
  const { exitCode, all } = await validate((template) => template);
  assert.equal(exitCode, 0, all);
  assert.match(all, /is a valid SAM Template/);
});

test('SAM does find a mistake when there is one: samconfig.toml asks it to lint', async () => {
  const { exitCode, all } = await validate((template) =>
    template.replace('VisibilityTimeout: 180', 'VisibilityTimeout: soon'),
  );
  assert.notEqual(exitCode, 0);
  assert.match(all, /'soon' is not of type 'integer'/);
});

test('SAM reads from the YAML what the typed template says, and nothing else', async () => {
  const python = path.join(root, '.local/tools/sam/bin/python');
  const script =
    'import json, sys; from samcli.yamlhelper import yaml_parse; print(json.dumps(yaml_parse(sys.stdin.read())))';
  const { stdout } = await execa(python, ['-c', script], { input: renderYaml(template, comments) });
  assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(template)));
});

/** `sam validate` beside the project's samconfig.toml, without network or credentials. */
async function validate(change: (template: string) => string) {
  await writeFile(
    path.join(folder, 'template.yaml'),
    change(await readFile(path.join(root, 'template.yaml'), 'utf8')),
  );
  const env = { SAM_CLI_TELEMETRY: '0', AWS_DEFAULT_REGION: 'ap-northeast-1' };
  const sam = path.join(root, '.local/tools/sam/bin/sam');
  return execa(sam, ['validate'], { cwd: folder, env, reject: false, all: true });
}
