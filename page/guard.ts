import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** What protects the page: its token, and the host under which it is served. */
export interface Guard {
  token: string;
  /** The address to print, with the token. */
  url(port: number): string;
  middleware: MiddlewareHandler;
}

/**
 * Protects a page on the loopback. A request must name the loopback as its host, so that no other name leads here. It must not
 * come from another origin. And it must have the token: in the first address, and from then on in a cookie that no other site
 * can send and no script can read.
 */
export function makeGuard(port: () => number): Guard {
  const token = randomBytes(24).toString('base64url');
  // Cookies do not distinguish ports, and two pages can be open.
  const cookie = () => `image-lab-page-${port()}`;
  return {
    token,
    url: (at) => `http://127.0.0.1:${at}/?token=${token}`,
    middleware: async (context, next) => {
      const refusal = refuseOrigin(context, port());
      if (refusal !== undefined) return context.text(refusal, 403);
      if (context.req.path === '/' && isEqual(context.req.query('token') ?? '', token))
        return letIn(context, cookie(), token);
      if (isEqual(getCookie(context, cookie()) ?? '', token)) return next();
      return context.text(NO_TOKEN, 401);
    },
  };
}

const NO_TOKEN =
  'Expected the token of this page. Open the address that npm start, npm run lab or npm run page prints. A restart makes a new token.\n';

/** @returns a sentence that says why the request is refused. */
function refuseOrigin({ req }: Context, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const host = req.header('host') ?? '';
  if (!hosts.includes(host)) return `Expected the host 127.0.0.1:${port}, found another one.\n`;
  const origin = req.header('origin');
  if (origin !== undefined && origin !== `http://${host}`)
    return 'Expected a request of this page, found one of another origin.\n';
  const site = req.header('sec-fetch-site');
  const isLink = req.method === 'GET' && req.path === '/' && req.header('sec-fetch-mode') === 'navigate';
  if (site !== undefined && !['same-origin', 'none'].includes(site) && !isLink)
    return 'Expected a request of this page, found one of another site.\n';
  return undefined;
}

/** Moves the token from the address into the cookie. */
function letIn(context: Context, name: string, token: string): Response {
  setCookie(context, name, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
  const site = context.req.header('sec-fetch-site');
  if (site === undefined || site === 'none' || site === 'same-origin') return context.redirect('/', 303);
  // After a link in another page, the browser would not send the cookie along with a redirect.
  return context.html('<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Image lab</title>');
}

function isEqual(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
