import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Call, cliCommand } from './cli-command.ts';

const render = (client: string, command: string, input: Call['input']) =>
  cliCommand({ client, command, input }, () => 'dist/a.zip');

it('writes a short call in one line, and a long one in several', () => {
  assert.equal(render('SNSClient', 'CreateTopicCommand', { Name: 'a' }), 'aws sns create-topic --name a');
  const long = render('IAMClient', 'CreateRoleCommand', {
    RoleName: 'a',
    AssumeRolePolicyDocument: '{"a":"it\'s"}',
  });
  assert.equal(
    render('IAMClient', 'CreateRoleCommand', { RoleName: 'a'.repeat(80), Description: '' }),
    `aws iam create-role \\\n  --role-name ${'a'.repeat(80)} \\\n  --description ''`,
  );
  assert.ok(long.includes(`--assume-role-policy-document '{"a":"it'\\''s"}'`), long);
});

it('names options and bytes as the CLI does', () => {
  assert.match(render('SNSClient', 'SubscribeCommand', { Endpoint: 'x' }), /--notification-endpoint x/);
  assert.match(render('LambdaClient', 'UpdateEventSourceMappingCommand', { UUID: 'x' }), /--uuid x$/);
  assert.match(
    render('LambdaClient', 'CreateFunctionCommand', { Code: { ZipFile: new Uint8Array([1]) } }),
    /--zip-file fileb:\/\/dist\/a\.zip/,
  );
  assert.match(render('S3Client', 'PutObjectCommand', { Body: new Uint8Array([1]) }), /--body dist\/a\.zip/);
  assert.match(render('LambdaClient', 'CreateFunctionCommand', { Publish: false }), /--no-publish/);
});
