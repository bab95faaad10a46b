import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'misspelt-'));
  const compilerOptions = { types: [] };
  const config = {
    extends: path.join(root, 'tsconfig.json'),
    compilerOptions,
    files: ['snippet.ts'],
    include: [],
  };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
});
after(() => rm(folder, { recursive: true }));

test('correct references compile', async () => {
  const { exitCode, stdout } = await compile(`
    ref('ImageBucket'); ref('NameSuffix'); attribute('ThumbnailQueue', 'Arn'); attribute('ResizeImageTopic', 'TopicName');
    sub\`\${ref('ImageBucket')}\`;
    export const fn: FunctionProperties = { MemorySize: 512, CodeUri: 'functions/', Role: attribute('LabExecutionRole', 'Arn') };
    export const resources: ResourcesOf<'EmailSubscription'> = {
      EmailSubscription: { comment: '', dependsOn: ['MobileQueue'], resource: new SNS.Subscription({ Protocol: 'email', TopicArn: '' }) },
    };`);
  assert.equal(exitCode, 0, stdout);
});

const mistakes = {
  "ref('ImageBuckett')": 'ImageBuckett',
  "attribute('ThumbnailQueu', 'Arn')": 'ThumbnailQueu',
  "attribute('ThumbnailQueue', 'Arnn')": 'Arnn',
  "attribute('ThumbnailQueue', 'TopicArn')": 'TopicArn',
  "attribute('ImageBucketPolicy', 'Arn')": 'Arn',
  "sub`${ref('MobileQueu')}`": 'MobileQueu',
  'sub`${"ImageBucket"}`': 'Reference',
  "const wait: Documented<'AWS::SNS::Topic'> = { comment: '', resource: new SNS.Topic(), dependsOn: ['Topicc'] }":
    'Topicc',
  "const missing: ResourcesOf<'ThumbnailQueue'> = {}": 'ThumbnailQueue',
  'const memory: FunctionProperties = { MemmorySize: 512 }': 'MemmorySize',
  "const tracing: FunctionProperties = { Tracing: 'active' }": 'active',
  "const event: FunctionProperties = { Events: { Trigger: { Type: 'SQS', Properties: { Queues: ref('MobileQueue') } } } }":
    'Queues',
  "const output: OutputName = 'thumbnails'": 'thumbnails',
};

test('every misspelt id, attribute, condition, resource, property or output fails to compile, and is named', async () => {
  const lines = Object.keys(mistakes);
  const { exitCode, stdout } = await compile(
    `\n${lines.map((line) => `export ${asExport(line)};`).join('\n')}`,
  );
  assert.notEqual(exitCode, 0);
  for (const [index, [mistake, named]] of Object.entries(mistakes).entries()) {
    const error = stdout.split('\n').find((line) => line.startsWith(`snippet.ts(${index + 2},`));
    assert.ok(error?.includes(named), `${mistake}: ${error}`);
  }
});

const asExport = (line: string) => (line.startsWith('const ') ? line : `const e${line.length} = ${line}`);

/** Compiles a snippet with the tsconfig of the project. The imports are its first line. */
async function compile(snippet: string) {
  const source = (name: string) => JSON.stringify(path.join(root, 'template-src', name));
  const imports = [
    `import { SNS } from ${JSON.stringify(path.join(root, 'node_modules/cloudform/index.js'))};`,
    `import { attribute, ref, sub } from ${source('intrinsics.ts')};`,
    `import type { Documented, ResourcesOf } from ${source('resource.ts')};`,
    `import type { FunctionProperties } from ${source('sam-function.ts')};`,
    `import type { OutputName } from ${source('../lab/output-names.ts')};`,
  ].join(' ');
  await writeFile(path.join(folder, 'snippet.ts'), imports + snippet);
  const tsc = path.join(root, 'node_modules/.bin/tsc');
  return execa(tsc, ['--noUnusedLocals', 'false', '--pretty', 'false'], { cwd: folder, reject: false });
}
