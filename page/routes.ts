/**
 * The addresses of the page's server. Every request needs the cookie, which the page gets when it is opened with its token. A
 * request without it is refused with status 401 and a page that says so.
 *
 * | request | response |
 * | --- | --- |
 * | `GET /` | the page: `<div id="app">`, `/client.js` (module, from page/client/main.tsx), `/client.css` (from page/client/page.css) |
 * | `GET /api/state` | Snapshot |
 * | `GET /api/events` | server-sent events: `snapshot` (Snapshot), then `change` (Change) and `pulse` (Pulse) |
 * | `GET /api/hops/<hop id>` | HopDetail |
 * | `GET /api/tasks/<task id>` | WorkbookPage |
 * | `GET /api/pictures/<id>` | a picture |
 * | `POST /api/commands` | Command as JSON → CommandResult |
 * | `POST /api/uploads?name=<file name>` | the bytes of one picture → CommandResult |
 * | `GET /api/recording` | what the page has seen so far, as a file (recording.ts) |
 *
 * `snapshot` comes first, unless the request has a `Last-Event-ID` of this epoch (`<epoch>:<id>`) and the server still has all
 * changes after it. Then those come first. EventSource sends it by itself when it reconnects.
 */
export const ROUTES = {
  state: '/api/state',
  events: '/api/events',
  hops: '/api/hops/',
  tasks: '/api/tasks/',
  pictures: '/api/pictures/',
  commands: '/api/commands',
  uploads: '/api/uploads',
  recording: '/api/recording',
} as const;

/** The limits of uploads from a page. */
export const UPLOAD_LIMITS = {
  /** Bytes of one picture. */
  bytes: 20 * 1024 * 1024,
  /** Pictures in a minute, from all pages together. */
  perMinute: 60,
} as const;
