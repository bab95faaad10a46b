import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { describe, it } from 'node:test';
import { rehearseRequests } from './rehearse-requests.ts';

describe('the rehearsal of requests', () => {
  it('sends each kind of request for a picture, and only to this process', async () => {
    const requests: string[] = [];
    const note = (message: unknown) => {
      const { request } = message as { request: ClientRequest };
      requests.push(`${request.method} ${request.host}`);
    };
    subscribe('http.client.request.start', note);
    await rehearseRequests();
    unsubscribe('http.client.request.start', note);
    assert.deepEqual(requests, ['GET 127.0.0.1', 'PUT 127.0.0.1', 'HEAD 127.0.0.1']);
  });
});
