import { once } from 'node:events';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type ServerType, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cleanText } from '../cli/clean-text.mjs';
import { Failure } from '../cli/failure.mjs';
import { bundleClient, type ClientBundle } from './bundle-client.ts';
import type { Command, CommandResult } from './command.ts';
import { streamEvents } from './event-stream.ts';
import { makeGuard } from './guard.ts';
import type { HopDetail } from './hop-detail.ts';
import { parseCommand } from './parse-command.ts';
import { ROUTES, UPLOAD_LIMITS } from './routes.ts';
import type { Store } from './store.ts';
import { workbookPage } from './workbook-page.ts';

/** What a server shows, and what it can do. */
export interface PageSource {
  store: Store;
  /** The clock of the state. A recording has its own. */
  now(): number;
  hop(id: string): Promise<HopDetail | undefined>;
  picture(id: string): Promise<ServedPicture | undefined>;
  command(command: Command): Promise<CommandResult>;
  upload(name: string, bytes: Uint8Array): Promise<CommandResult>;
  /** What was seen so far, as a recording. */
  recording(): string;
}

export interface ServedPicture {
  mediaType: string;
  bytes: Uint8Array;
}

export interface RunningPage {
  /** The address to print, with the token. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves a page on the loopback.
 * @param port by default, a free one.
 * @throws Failure when the port is in use.
 */
export async function servePage(source: PageSource, port = 0): Promise<RunningPage> {
  const ending = new AbortController();
  let actual = port;
  const guard = makeGuard(() => actual);
  const app = new Hono();
  app.use(withHeaders);
  app.use(guard.middleware);
  addFiles(app, await bundleClient());
  addData(app, source, ending.signal);
  app.notFound((context) => context.text('There is nothing at this address.\n', 404));
  app.onError((error, context) => {
    console.error(`The live page could not answer ${context.req.path}: ${cleanText(String(error))}`);
    return context.text('The page could not do this. The terminal shows why.\n', 500);
  });
  const server = await listen(app, port);
  const address = server.address();
  if (typeof address === 'object' && address !== null) actual = address.port;
  return {
    url: guard.url(actual),
    async close() {
      ending.abort();
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(app: Hono, port: number): Promise<ServerType> {
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port });
  const failed = once(server, 'error').then(([error]) => error as NodeJS.ErrnoException);
  const problem = await Promise.race([once(server, 'listening').then(() => undefined), failed]);
  if (problem === undefined) {
    failed.catch(() => {});
    return server;
  }
  throw new Failure(
    {
      code: 'page-port-taken',
      problem: `Expected to serve the page on port ${port} of 127.0.0.1, but it is not free (${problem.code}).`,
      fix: 'leave out --page-port. The page then uses a free port',
    },
    { cause: problem },
  );
}

const SECURITY = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

async function withHeaders(context: Context, next: () => Promise<void>): Promise<void> {
  await next();
  for (const [name, value] of Object.entries(SECURITY)) context.res.headers.set(name, value);
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Image lab</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/client.css">
<script type="module" src="/client.js"></script>
</head>
<body>
<div id="app"></div>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
`;

function addFiles(app: Hono, { script, style }: ClientBundle): void {
  for (const [path, type, bytes] of [
    ['/', 'text/html; charset=utf-8', Buffer.from(PAGE)],
    ['/client.js', 'text/javascript; charset=utf-8', script],
    ['/client.css', 'text/css; charset=utf-8', style],
  ] as const) {
    const packed = {
      br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      gzip: gzipSync(bytes),
      identity: bytes,
    };
    app.get(path, (context) => {
      const accepted = context.req.header('accept-encoding') ?? '';
      const encoding = (['br', 'gzip'] as const).find((name) => accepted.includes(name)) ?? 'identity';
      return context.body(bodyOf(packed[encoding]), 200, {
        'Content-Type': type,
        Vary: 'Accept-Encoding',
        ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
      });
    });
  }
}

function addData(app: Hono, source: PageSource, signal: AbortSignal): void {
  const { store } = source;
  app.get(ROUTES.state, (context) => context.json(store.snapshot()));
  app.get(ROUTES.events, (context) => streamEvents(context, store, signal, source.now));
  app.get(`${ROUTES.hops}:id`, async (context) => {
    const detail = await source.hop(context.req.param('id'));
    return detail === undefined ? context.text('This hop is no longer known.\n', 404) : context.json(detail);
  });
  app.get(`${ROUTES.tasks}:id`, (context) => {
    const page = workbookPage(context.req.param('id'));
    return page === undefined ? context.text('There is no such task.\n', 404) : context.json(page);
  });
  app.get(`${ROUTES.pictures}:id`, async (context) => {
    const picture = await source.picture(context.req.param('id'));
    if (picture === undefined) return context.text('This picture is no longer there.\n', 404);
    return context.body(bodyOf(picture.bytes), 200, { 'Content-Type': picture.mediaType });
  });
  app.get(ROUTES.recording, (context) =>
    context.body(source.recording(), 200, {
      'Content-Type': 'application/x-ndjson',
      'Content-Disposition': 'attachment; filename="image-lab.recording"',
    }),
  );
  app.post(ROUTES.commands, bodyLimit({ maxSize: 10_000 }), async (context) => {
    const command = parseCommand(await context.req.text());
    return answer(context, command === undefined ? UNKNOWN : await source.command(command));
  });
  const mayUpload = perMinute(UPLOAD_LIMITS.perMinute);
  app.post(
    ROUTES.uploads,
    async (context, next) => (mayUpload() ? next() : answer(context, TOO_MANY)),
    bodyLimit({ maxSize: UPLOAD_LIMITS.bytes, onError: (context) => answer(context, TOO_LARGE) }),
    async (context) => {
      const bytes = new Uint8Array(await context.req.arrayBuffer());
      if (bytes.length === 0) return answer(context, EMPTY);
      return answer(context, await source.upload(context.req.query('name') ?? '', bytes));
    },
  );
}

function answer(context: Context, result: CommandResult): Response {
  return context.json(result, result.ok ? 200 : 409);
}

const UNKNOWN: CommandResult = {
  ...{ ok: false, problem: 'The page does not know this command.' },
  fix: 'Reload the page.',
};
const TOO_LARGE: CommandResult = {
  ok: false,
  problem: `Expected a picture of at most ${UPLOAD_LIMITS.bytes / 1024 / 1024} MB, found a larger one.`,
  fix: 'Upload a smaller picture.',
};
const TOO_MANY: CommandResult = {
  ok: false,
  problem: `The page uploads at most ${UPLOAD_LIMITS.perMinute} pictures in a minute.`,
  fix: 'Wait a minute.',
};
const EMPTY: CommandResult = {
  ok: false,
  problem: 'Expected a picture, found an empty file.',
  fix: 'Upload another picture.',
};

/** Returns a function that allows something so many times in a minute. */
function perMinute(most: number): () => boolean {
  const times: number[] = [];
  return () => {
    const now = performance.now();
    while (times[0] !== undefined && times[0] < now - 60_000) times.shift();
    if (times.length >= most) return false;
    times.push(now);
    return true;
  };
}

/** Hono takes bytes with a buffer of their own. */
function bodyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
