/** Tests which requests the gate of the embedded AWS refuses and accepts, and in which format (`local/emulator/gate.py`). */

import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  InvokeCommand,
  ListFunctionsCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ListQueuesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { execa } from 'execa';
import { strToU8, zipSync } from 'fflate';
import { connect } from '../../account/connect.ts';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { localFolder, node24, root, toolCommand } from '../../cli/project.mjs';
import { LOCAL_ACCOUNT, LOCAL_REGION, localClients, localEnvironment } from '../local-aws.ts';
import { type Emulator, startEmulator } from './emulator.ts';

const NAME = 'gate-test';
let emulator: Emulator;
let aws: ReturnType<typeof connect>;

before(async () => {
  // The user's shell can contain tokens.
  process.env.SOME_SERVICE_TOKEN = 'secret';
  emulator = await startEmulator({ name: NAME });
  delete process.env.SOME_SERVICE_TOKEN;
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  aws = connect({ endpoint: emulator.endpoint, region: LOCAL_REGION, credentials });
  await aws.s3.send(new CreateBucketCommand({ Bucket: 'pictures' }));
  await aws.s3.send(new PutObjectCommand({ Bucket: 'pictures', Key: 'a.txt', Body: 'hello' }));
});
after(stopAllLeashed);

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Sends a request with Node's own client, because `fetch` does not allow a Host header. */
async function ask(
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(target, emulator.endpoint), { method, headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A signature with any secret, which MiniStack accepts for the root user of an account. */
const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${LOCAL_ACCOUNT}/20260101/${LOCAL_REGION}/${service}/aws4_request, SignedHeaders=host, Signature=ab`,
});
const SIGNED_QUERY = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${LOCAL_ACCOUNT}%2F20260101%2F${LOCAL_REGION}%2Fsns%2Faws4_request&X-Amz-Signature=ab`;

describe('the gate refuses', () => {
  for (const host of [
    'evil.example',
    'evil.example:4566',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.168.1.5',
    '0.0.0.0',
  ]) {
    it(`the Host '${host}', which a DNS server can resolve to this machine`, async () => {
      const { status, body } = await ask('/?Action=ListTopics', { ...signed('sns'), host });
      assert.equal(status, 403);
      assert.match(body, /expected a Host header that names the loopback/);
    });
  }

  for (const [name, value] of [
    ['origin', 'https://evil.example'],
    ['origin', 'null'],
    ['origin', 'http://127.0.0.1:4566'],
    ['sec-fetch-site', 'cross-site'],
    ['sec-fetch-site', 'same-site'],
  ] as const) {
    it(`a request of a web page with ${name}: ${value}, even with the secret`, async () => {
      for (const secret of [{}, emulator.secretHeader]) {
        const headers = { ...signed('sns'), ...secret, [name]: value };
        const { status, body, headers: answered } = await ask('/?Action=ListTopics', headers);
        assert.equal(status, 403);
        assert.match(body, /<Code>AccessDenied<\/Code><Message>This AWS serves no web pages/);
        assert.deepEqual(corsHeaders(answered), []);
      }
    });
  }

  it('a link that a browser opens, unless it is an S3 object', async () => {
    const navigation = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' };
    const { status } = await ask(`/?Action=ListTopics&${SIGNED_QUERY}`, navigation);
    assert.equal(status, 403);
    assert.equal(
      (await ask(`/?Action=ListTopics&${SIGNED_QUERY}`)).status,
      200,
      'a tool is allowed to send it',
    );
  });

  it('a preflight request', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'PUT' };
    const { status, headers: answered } = await ask('/pictures/a.txt', headers, 'OPTIONS');
    assert.deepEqual([status, corsHeaders(answered)], [403, []]);
  });

  for (const target of [
    '/_ministack/sqs/messages',
    '/_ministack/reset',
    '/_ministack/config',
    '/_localstack/health',
    '/%5fministack/ready',
  ]) {
    it(`${target} without the secret of this start, signed or not`, async () => {
      for (const headers of [{}, signed('s3'), { 'x-image-lab-secret': 'wrong' }])
        assert.equal((await ask(target, headers, 'POST')).status, 403);
      assert.notEqual((await ask(target, emulator.secretHeader)).status, 403);
    });
  }

  for (const [what, headers] of [
    ['without credentials', {}],
    [
      'with an empty signature',
      { authorization: 'AWS4-HMAC-SHA256 Credential=, SignedHeaders=host, Signature=' },
    ],
    ['with another scheme', { authorization: 'Bearer token' }],
  ] as const) {
    it(`an unsigned request: ${what}`, async () => {
      assert.equal((await ask('/pictures/a.txt', headers)).status, 403);
      assert.equal((await ask('/pictures/a.txt?X-Amz-Signature=ab', headers)).status, 403);
      // This request reaches MiniStack, which denies it itself.
      const { headers: answered } = await ask('/pictures/a.txt', { ...headers, ...emulator.secretHeader });
      assert.equal(answered['content-security-policy'], 'sandbox');
    });
  }
});

describe('a refusal has the format of its service:', () => {
  const foreign = { host: 'evil.example' };
  for (const [service, call] of [
    ['S3', (client: Clients) => client.s3.send(new ListBucketsCommand({}))],
    ['SNS', (client: Clients) => client.sns.send(new ListTopicsCommand({}))],
    ['SQS', (client: Clients) => client.sqs.send(new ListQueuesCommand({}))],
    ['Lambda', (client: Clients) => client.lambda.send(new ListFunctionsCommand({}))],
    ['CloudWatch Logs', (client: Clients) => client.logs.send(new DescribeLogGroupsCommand({}))],
  ] as const) {
    it(`${service}: the SDK can read its code and message`, async () => {
      const client = connectWith(foreign);
      await assert.rejects(call(client), (error: Error) => {
        assert.match(error.name, /^AccessDenied(Exception)?$/);
        assert.match(error.message, /found 'evil\.example'/);
        return true;
      });
    });
  }

  it('an unsigned request gets the error code of AWS', async () => {
    const target = { 'x-amz-target': 'Logs_20140328.DescribeLogGroups' };
    assert.match((await ask('/?Action=ListTopics')).body, /<Code>MissingAuthenticationToken<\/Code>/);
    assert.match((await ask('/pictures/a.txt')).body, /<Code>AccessDenied<\/Code>/);
    const { body, headers } = await ask('/', target, 'POST', '{}');
    assert.equal(JSON.parse(body).__type, 'MissingAuthenticationTokenException');
    assert.equal(headers['content-type'], 'application/x-amz-json-1.1');
  });
});

describe('the gate accepts', () => {
  for (const host of [
    'localhost',
    'localhost:1',
    '127.0.0.1:4566',
    '127.8.8.8',
    '[::1]:4566',
    'pictures.localhost:4566',
  ])
    it(`the loopback name ${host}`, async () => {
      assert.equal((await ask('/a.txt', { ...signed('s3'), host })).status === 403, false);
    });

  it('health checks, which identify the start', async () => {
    const { status, headers } = await ask('/_ministack/health');
    assert.deepEqual([status, headers['x-image-lab-start']], [200, emulator.start]);
    assert.deepEqual(corsHeaders(headers), []);
  });

  it('calls of the SDK and messages to the URL of a queue', async () => {
    const { QueueUrl } = await aws.sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    assert.ok(QueueUrl?.startsWith(emulator.endpoint), QueueUrl);
    await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  });

  it('the AWS CLI and its presigned URLs', async () => {
    const cli = async (...args: string[]) => {
      const env = localEnvironment(emulator.endpoint);
      const { stdout } = await execa(toolCommand('aws'), args, { env, extendEnv: false });
      return stdout;
    };
    assert.match(await cli('s3', 'ls', 's3://pictures'), /a\.txt/);
    assert.equal(await cli('s3', 'cp', 's3://pictures/a.txt', '-'), 'hello');
    const url = (await cli('s3', 'presign', 's3://pictures/a.txt')).trim();
    const { status, body, headers } = await ask(url);
    assert.deepEqual([status, body], [200, 'hello']);
    assert.deepEqual(corsHeaders(headers), []);
    const opened = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' };
    assert.equal((await ask(url, opened)).body, 'hello', 'a URL in the address bar of a browser');
  });
});

describe('the secret of a start', () => {
  it('is in a file that only this user can read', async () => {
    const file = path.join(localFolder, NAME, 'secret');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const [secret = ''] = Object.values(emulator.secretHeader);
    assert.equal(readFileSync(file, 'utf8'), secret);
    assert.ok(secret.length >= 64);
  });
});

describe('a function', () => {
  it('gets the variables that it needs, but no tokens from the environment of the user', async () => {
    const FunctionName = 'shows-its-environment';
    const code = 'export const handler = async () => process.env;';
    await aws.iam.send(
      new CreateRoleCommand({
        RoleName: 'role',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        }),
      }),
    );
    await aws.lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName, Handler: 'index.handler', Runtime: 'nodejs24.x' },
        Code: { ZipFile: zipSync({ 'index.mjs': strToU8(code) }) },
        Role: `arn:aws:iam::${LOCAL_ACCOUNT}:role/role`,
      }),
    );
    const patience = { client: aws.lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
    await waitUntilFunctionActiveV2(patience, { FunctionName });
    const { Payload } = await aws.lambda.send(new InvokeCommand({ FunctionName }));
    const env: Record<string, string> = JSON.parse(Buffer.from(Payload ?? []).toString());
    assert.equal(env.AWS_LAMBDA_FUNCTION_NAME, FunctionName);
    assert.equal(env.HOME, path.join(localFolder, NAME));
    const [secret = ''] = Object.values(emulator.secretHeader);
    assert.deepEqual(
      Object.entries(env).filter(
        ([name, value]) => (/TOKEN/.test(name) && name !== 'AWS_SESSION_TOKEN') || value.includes(secret),
      ),
      [],
    );
    const own = [
      'PATH',
      'LANG',
      'LC_ALL',
      'LC_CTYPE',
      'TZ',
      'LD_LIBRARY_PATH',
      'DYLD_LIBRARY_PATH',
      'HOME',
      'TMPDIR',
    ];
    const others = Object.keys(env).filter(
      (name) =>
        !own.includes(name) &&
        !/^(_?AWS_|_?LAMBDA_|_?MINISTACK_|GATEWAY_PORT|BIND_HOST|AUTH|IOT_|STATE_DIR|S3_DATA_DIR)/.test(name),
    );
    assert.deepEqual(others, []);
  });
});

describe('settings of the user', () => {
  const list = async (client: Pick<Clients, 's3'>) =>
    (await client.s3.send(new ListBucketsCommand({}))).Buckets?.length;

  it('do not change the endpoint: variables for FIPS and dual-stack endpoints', async () => {
    Object.assign(process.env, { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' });
    try {
      assert.equal(await list(connectWith({})), 1);
      assert.equal(await list(localClients(emulator.endpoint)), 1);
    } finally {
      delete process.env.AWS_USE_FIPS_ENDPOINT;
      delete process.env.AWS_USE_DUALSTACK_ENDPOINT;
    }
  });

  it('do not change the endpoint: both settings in the configuration file, and a proxy', async () => {
    const file = path.join(localFolder, NAME, 'config');
    writeFileSync(file, '[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n');
    const script = `
      import { ListBucketsCommand } from '@aws-sdk/client-s3';
      import { connect } from './account/connect.ts';
      import { isHealthy } from './aws/embedded.ts';
      import { localClients } from './local/local-aws.ts';
      const endpoint = ${JSON.stringify(emulator.endpoint)};
      const credentials = { accessKeyId: '111111111111', secretAccessKey: 'local' };
      const clients = [localClients(endpoint), connect({ endpoint, region: 'eu-west-1', credentials })];
      for (const { s3 } of clients) console.log((await s3.send(new ListBucketsCommand({}))).Buckets.length);
      console.log(await isHealthy(endpoint));`;
    const { NO_PROXY, no_proxy, ...own } = process.env;
    const proxy = 'http://127.0.0.1:9';
    const env = {
      ...own,
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      NODE_USE_ENV_PROXY: '1',
      AWS_CONFIG_FILE: file,
    };
    const args = ['cli/run.mjs', '--input-type=module', '-e', script];
    const { all, stdout } = await execa(node24, args, {
      cwd: root,
      env,
      extendEnv: false,
      all: true,
      reject: false,
    });
    assert.equal(stdout, '1\n1\ntrue', all);
  });
});

type Clients = ReturnType<typeof connect>;

/** Returns clients of the SDK that add these headers after they have signed. */
function connectWith(headers: Record<string, string>): Clients {
  const credentials = { accessKeyId: LOCAL_ACCOUNT, secretAccessKey: 'local' };
  const clients = connect({ endpoint: emulator.endpoint, region: LOCAL_REGION, credentials });
  // Each client has its own middleware types, which are the same for this purpose.
  for (const client of Object.values(clients))
    (client as Clients['s3']).middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { headers: Record<string, string> } };
        Object.assign(request.headers, headers);
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'addHeaders' },
    );
  return clients;
}

function corsHeaders(headers: object): string[] {
  return Object.keys(headers).filter((name) => name.startsWith('access-control-'));
}
