/**
 * `npm run test:browser`: tests in a real browser that a page of another origin cannot use the embedded AWS. Each test sends a
 * request that creates a topic. The URL contains the whole request, because a simple request requires it. The variable
 * `CHROMIUM` chooses another browser than /usr/bin/chromium.
 */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { stopAllLeashed } from '../../cli/leashed.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION, localClients } from '../local-aws.ts';
import { type Emulator, startEmulator } from './emulator.ts';

let emulator: Emulator;
let browser: Browser;
let site: Server;
let port: number;

before(async () => {
  emulator = await startEmulator({ name: 'gate-browser' });
  port = Number(new URL(emulator.endpoint).port);
  site = createServer((_, response) => {
    response
      .writeHead(200, { 'Content-Type': 'text/html' })
      .end('<!doctype html><title>A page</title><body></body>');
  }).listen(0, '127.0.0.1');
  // A DNS server of an attacker would return the address of this machine for these names.
  const rules = 'MAP evil.example 127.0.0.1, MAP rebound.example 127.0.0.1';
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update', `--host-resolver-rules=${rules}`],
      // The browser's own protection would hide the effect of the gate.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessSendPreflights',
    ],
  });
});

after(async () => {
  await browser.close();
  site.close();
  await stopAllLeashed();
});

/** Returns the URL of a call that creates a topic. MiniStack accepts any signature of the root user. */
function attack(name: string, host = `127.0.0.1:${port}`): string {
  const query = new URLSearchParams({
    ...{ Action: 'CreateTopic', Name: name, Version: '2010-03-31', 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256' },
    'X-Amz-Credential': `${LOCAL_ACCOUNT}/20260101/${LOCAL_REGION}/sns/aws4_request`,
    ...{ 'X-Amz-SignedHeaders': 'host', 'X-Amz-Signature': 'ab' },
  });
  return `http://${host}/?${query}`;
}

async function openPage(host = 'evil.example'): Promise<Page> {
  const page = await browser.newPage();
  const { port: sitePort } = site.address() as AddressInfo;
  await page.goto(`http://${host}:${sitePort}/`);
  return page;
}

async function topics(): Promise<string[]> {
  const { Topics = [] } = await localClients(emulator.endpoint).sns.send(new ListTopicsCommand({}));
  return Topics.map(({ TopicArn = '' }) => TopicArn.split(':').at(-1) ?? '');
}

/** Runs a script in a page of another origin, waits until the gate has answered, and checks that the topic does not exist. */
async function assertHarmless(name: string, script: (url: string) => string, host?: string): Promise<void> {
  const page = await openPage(host);
  // For the browser, a response that the page is not allowed to read is a failed request.
  const options = { timeout: 10_000 };
  const context = page.context();
  const isOurs = (request: Request) => request.url().includes(name);
  const answered = Promise.any([
    context
      .waitForEvent('response', { ...options, predicate: (one) => isOurs(one.request()) })
      .then((one) => one.status()),
    context.waitForEvent('requestfailed', { ...options, predicate: isOurs }).then(() => 'not readable'),
  ]);
  const value = page.evaluate(script(attack(name))).catch(() => 'left the page');
  const how: unknown = await answered;
  assert.ok(how === 403 || how === 'not readable', String(how));
  assert.doesNotMatch(String(await value), /CreateTopicResponse/);
  assert.ok(!(await topics()).includes(name));
  await page.context().close();
}

describe('a page of another origin can create and read nothing', () => {
  for (const mode of ['cors', 'no-cors'] as const)
    for (const method of ['GET', 'POST'])
      it(`with fetch, ${method}, mode ${mode}`, async () => {
        const options = JSON.stringify({ mode, method, credentials: 'include' });
        const script = (url: string) =>
          `fetch(${JSON.stringify(url)}, ${options}).then((r) => r.text(), String)`;
        await assertHarmless(`fetch-${mode}-${method}`, script);
      });

  it('with fetch and a preflight request', async () => {
    const page = await openPage();
    const script = `fetch(${JSON.stringify(attack('preflight'))}, { method: 'PUT', headers: { 'x-amz-date': 'a' } }).then((r) => r.text(), String)`;
    assert.match(String(await page.evaluate(script)), /Failed to fetch/);
    assert.ok(!(await topics()).includes('preflight'));
    await page.context().close();
  });

  for (const [what, script] of [
    [
      'image',
      (url: string) => `document.body.append(Object.assign(new Image(), { src: ${JSON.stringify(url)} }))`,
    ],
    [
      'script',
      (url: string) =>
        `document.body.append(Object.assign(document.createElement('script'), { src: ${JSON.stringify(url)} }))`,
    ],
    [
      'frame',
      (url: string) =>
        `document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(url)} }))`,
    ],
    ['beacon', (url: string) => `navigator.sendBeacon(${JSON.stringify(url)}, 'a')`],
    ['navigation', (url: string) => `location.href = ${JSON.stringify(url)}`],
    ['window', (url: string) => `void window.open(${JSON.stringify(url)})`],
  ] as const) {
    it(`with ${what}`, async () => {
      await assertHarmless(`by-${what}`, script);
    });
  }

  for (const method of ['get', 'post'])
    it(`with a form, ${method}`, async () => {
      const name = `form-${method}`;
      const script = (url: string) => `{
        const form = document.createElement('form');
        form.method = '${method}';
        form.action = ${JSON.stringify(url)};
        for (const [name, value] of new URL(form.action).searchParams)
          form.append(Object.assign(document.createElement('input'), { name, value }));
        document.body.append(form);
        form.submit();
      }`;
      const page = await openPage();
      const answered = page.waitForResponse((one) => one.url().startsWith(emulator.endpoint));
      await page.evaluate(script(attack(name))).catch(() => {});
      assert.equal((await answered).status(), 403);
      assert.ok(!(await topics()).includes(name));
      await page.context().close();
    });

  it('from this machine, when only the port of its origin differs', async () => {
    const script = (url: string) =>
      `fetch(${JSON.stringify(url)}, { mode: 'no-cors' }).then(() => '', String)`;
    await assertHarmless('another-port', script, '127.0.0.1');
  });

  it('with DNS rebinding, which gives the page the origin of the endpoint', async () => {
    const page = await browser.newPage();
    const answer = await page.goto(attack('rebound', `rebound.example:${port}`));
    assert.equal(answer?.status(), 403);
    const url = attack('rebound', `rebound.example:${port}`);
    const status = await page.evaluate(`fetch(${JSON.stringify(url)}).then((r) => r.status)`);
    assert.equal(status, 403);
    assert.ok(!(await topics()).includes('rebound'));
    await page.context().close();
  });

  it('but the same call of a tool creates the topic', async () => {
    assert.equal((await fetch(attack('by-a-tool'))).status, 200);
    assert.ok((await topics()).includes('by-a-tool'));
  });
});
