import assert from 'node:assert/strict';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { emptyState } from './empty-state.ts';
import { UPLOAD_LIMITS } from './routes.ts';
import { type PageSource, type RunningPage, servePage } from './serve-page.ts';
import { makeStore, type Store } from './store.ts';

const uploaded: { name: string; bytes: number }[] = [];
let store: Store;
let page: RunningPage;
let token: string;
let cookie: string;

before(async () => {
  store = makeStore(emptyState('start', 'here'));
  page = await servePage(source());
  token = new URL(page.url).searchParams.get('token') ?? '';
  const { headers } = await ask(`/?token=${token}`);
  cookie = String(headers['set-cookie']).split(';')[0] ?? '';
});
after(() => page.close());

function source(): PageSource {
  return {
    ...{ store, now: Date.now, hop: async () => undefined, recording: () => '' },
    picture: async () => ({ mediaType: 'image/jpeg', bytes: Buffer.from('jpeg') }),
    command: async ({ type }) => ({ ok: true, words: type }),
    async upload(name, bytes) {
      uploaded.push({ name, bytes: bytes.length });
      return { ok: true, words: 'Uploaded.' };
    },
  };
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
}

/** Node's own client, because fetch does not allow a Host header. */
function open(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, page.url), { method, headers }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

async function ask(path: string, asked: Asked = {}) {
  const response = await open(path, asked);
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const withCookie = (more: Record<string, string> = {}) => ({ headers: { cookie, ...more } });

describe('the server of the page', () => {
  it('takes the token out of the address and into a cookie that no script and no other site can use', async () => {
    const { status, headers } = await ask(`/?token=${token}`);
    assert.equal(status, 303);
    assert.equal(headers.location, '/');
    assert.match(String(headers['set-cookie']), /HttpOnly/);
    assert.match(String(headers['set-cookie']), /SameSite=Strict/);
    assert.equal(headers['referrer-policy'], 'no-referrer');
  });

  it('does not redirect after a link of another site, because the browser would not send the cookie', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const { status, body } = await ask(`/?token=${token}`, { headers });
    assert.equal(status, 200);
    assert.match(body, /http-equiv="refresh" content="0;url=\/"/);
    assert.doesNotMatch(body, new RegExp(token));
  });

  for (const path of ['/', '/client.js', '/api/state', '/api/events', '/api/pictures/x', '/?token=wrong']) {
    it(`refuses ${path} without the token`, async () => {
      const { status, body } = await ask(path);
      assert.equal(status, 401);
      assert.match(body, /^Expected the token of this page\./);
    });
  }

  for (const [what, headers] of [
    ['another host', { host: 'image-lab.example' }],
    ['the address of another machine', { host: '192.168.0.7:80' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['an origin without a name', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of the same site', { 'sec-fetch-site': 'same-site' }],
  ] as const) {
    it(`refuses ${what}, even with the cookie`, async () => {
      assert.equal((await ask('/api/state', withCookie(headers))).status, 403);
      const post = { method: 'POST', ...withCookie(headers), body: '{"type":"surprise"}' };
      assert.equal((await ask('/api/commands', post)).status, 403);
    });
  }

  it('allows no inline script, no frame and no other origin', async () => {
    const { status, headers, body } = await ask('/', withCookie());
    const policy = String(headers['content-security-policy']);
    assert.equal(status, 200);
    assert.match(policy, /default-src 'none'; script-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:/);
    assert.doesNotMatch(body, /<script(?! type="module" src="\/client\.js"><\/script>)/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });

  it('sends the client compressed, with its type', async () => {
    const { headers, body } = await ask('/client.js', withCookie({ 'accept-encoding': 'gzip, br' }));
    assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal(headers['content-encoding'], 'br');
    const plain = await ask('/client.js', withCookie());
    assert.ok(body.length < plain.body.length / 2);
  });

  it('refuses what is no command', async () => {
    for (const body of ['', '{', '[]', '{"type":"rm"}', '{"type":"fault","id":1,"on":true}']) {
      const { status } = await ask('/api/commands', { method: 'POST', ...withCookie(), body });
      assert.equal(status, 409, body);
    }
    const good = { method: 'POST', ...withCookie(), body: '{"type":"sample","which":"broken"}' };
    assert.deepEqual(JSON.parse((await ask('/api/commands', good)).body), { ok: true, words: 'sample' });
  });

  it('limits the size and the number of uploads', async () => {
    const post = (body: Uint8Array) =>
      ask('/api/uploads?name=a.jpg', { method: 'POST', ...withCookie(), body });
    const large = await post(new Uint8Array(UPLOAD_LIMITS.bytes + 1));
    assert.equal(large.status, 409);
    assert.match(large.body, /at most 20 MB, found a larger one/);
    assert.match((await post(new Uint8Array())).body, /found an empty file/);
    let refused = 0;
    for (let count = 0; count < UPLOAD_LIMITS.perMinute; count++)
      if ((await post(Uint8Array.of(1))).status === 409) refused++;
    assert.equal(refused, 2);
    assert.equal(uploaded.length, UPLOAD_LIMITS.perMinute - 2);
  });
});

describe('the events of the page', () => {
  it('begin with a snapshot, and go on with each change', async () => {
    const events = readEvents(await open('/api/events', withCookie()));
    const first = await events.next();
    assert.equal(first.event, 'snapshot');
    assert.equal(JSON.parse(first.data).state.place, 'here');
    store.change({ type: 'notice', words: 'one', tone: 'info' });
    const changes = [await events.nextChange()];
    assert.equal(changes[0]?.words, 'one');
    events.close();
  });

  it('go on after the last event that a page saw', async () => {
    store.change({ type: 'notice', words: 'two', tone: 'info' });
    const { id, epoch } = store.snapshot();
    store.change({ type: 'notice', words: 'three', tone: 'info' });
    store.change({ type: 'notice', words: 'four', tone: 'info' });
    const headers = withCookie({ 'last-event-id': `${epoch}:${id}` });
    const events = readEvents(await open('/api/events', headers));
    assert.equal((await events.nextChange()).words, 'three');
    assert.equal((await events.nextChange()).words, 'four');
    events.close();
  });

  for (const last of ['another:1', 'nonsense', `${'x'.repeat(500)}:1`]) {
    it(`begin anew for a page of another start: ${last.slice(0, 20)}`, async () => {
      const events = readEvents(await open('/api/events', withCookie({ 'last-event-id': last })));
      assert.equal((await events.next()).event, 'snapshot');
      events.close();
    });
  }
});

/** Reads server-sent events. */
function readEvents(response: IncomingMessage) {
  const iterator = response[Symbol.asyncIterator]();
  let buffer = '';
  async function next(): Promise<{ event: string; data: string }> {
    while (!buffer.includes('\n\n')) {
      const { value, done } = await iterator.next();
      assert.ok(!done, 'the stream ended');
      buffer += value;
    }
    const end = buffer.indexOf('\n\n');
    const lines = buffer.slice(0, end).split('\n');
    buffer = buffer.slice(end + 2);
    const field = (name: string) =>
      lines
        .filter((line) => line.startsWith(`${name}: `))
        .map((line) => line.slice(name.length + 2))
        .join('\n');
    return { event: field('event'), data: field('data') };
  }
  return {
    next,
    async nextChange() {
      for (;;) {
        const { event, data } = await next();
        if (event === 'change') return JSON.parse(data);
      }
    },
    close: () => response.destroy(),
  };
}
