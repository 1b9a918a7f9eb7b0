/** Requests to a fine-tuning service: what is sent, what is tried again, and what faults are called. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { containing, rejected } from '../../../../../test/support/caught.ts';
import { corsFetch } from '../../../../../test/support/cors-fetch.ts';
import { startMockTuning, type MockTuning } from '../../../../../test/support/mock-tuning.ts';
import { KEY, netWith, never } from '../../../../../test/support/tuning-orders.ts';
import type { NetServices } from '../../../llm/api/chat-client.ts';
import { jsonClient } from './http.ts';

let mock: MockTuning;
beforeAll(async () => {
  mock = await startMockTuning();
});
afterAll(() => mock.close());
beforeEach(() => mock.play({ key: KEY }));

const clientOf = (changes: Partial<NetServices> = {}, timeoutSeconds = 5, baseUrl = mock.baseUrl) =>
  jsonClient({ baseUrl, timeoutSeconds }, netWith(KEY, changes));
const JOBS = 'fine_tuning/jobs';
const failing = (on: string, status: number, body?: unknown, times: number | null = 1) =>
  mock.fault({ on, status, times, ...(body === undefined ? {} : { body }) });

describe('what is sent', () => {
  it('is the key, and a type where there is a body: no header that a preflight may refuse', async () => {
    const sent: RequestInit[] = [];
    const spy: typeof fetch = (url, init) => {
      sent.push(init ?? {});
      return fetch(url, init);
    };
    const client = clientOf({ fetch: spy });
    await client.get(JOBS, never, { limit: '1' });
    await rejected(client.post(JOBS, { model: 'x' }, never));
    const headers = sent.map((init) => Object.keys(init.headers ?? {}));
    expect(headers).toEqual([['Authorization'], ['Authorization', 'Content-Type']]);
    expect(sent[0]).toMatchObject({
      credentials: 'omit',
      redirect: 'manual',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
    expect(mock.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /v1/${JOBS}?limit=1`,
      `POST /v1/${JOBS}`,
    ]);
  });

  it('goes to the root of the server where the route begins there, whatever was pasted', async () => {
    for (const end of ['', '/', `/${JOBS}`]) {
      const client = clientOf({}, 5, `${mock.baseUrl}${end}`);
      await rejected(client.get('/api/fine-tuning/jobs', never));
      await client.get('models', never);
    }
    expect(mock.requests.map(({ path }) => path)).toEqual(
      Array.from({ length: 3 }, () => ['/api/fine-tuning/jobs', '/v1/models']).flat(),
    );
  });

  it('is nothing at all to an address that is none, or with a key that can not be sent', async () => {
    expect(() => clientOf({}, 5, 'not an address')).toThrow('no web address');
    const error = await rejected(clientOf({ keyFor: () => 'two words' }).get('models', never));
    expect(error.code).toBe('student-key');
    expect(mock.requests).toEqual([]);
  });
});

describe('a further try', () => {
  it.each([408, 429, 500, 503])('of a GET is made after %i', async (status) => {
    failing('GET', status, undefined, 2);
    await clientOf().get('models', never);
    expect(mock.requests).toHaveLength(3);
  });

  it('waits as long as the server asks', async () => {
    const waits: number[] = [];
    const net = netWith(KEY, {
      sleep: (ms) => Promise.resolve(void waits.push(ms)),
      fetch: () =>
        Promise.resolve(
          waits.length === 0
            ? new Response('{}', { status: 429, headers: { 'retry-after': '7' } })
            : new Response('{}'),
        ),
    });
    await jsonClient({ baseUrl: mock.baseUrl, timeoutSeconds: 5 }, net).get('models', never);
    expect(waits).toEqual([7000]);
  });

  it.each([
    ['the connection breaks', { cut: 'cut' as const }, 'student-unreachable'],
    ['the server fails', { status: 500 }, 'student-overloaded'],
  ])('of a create is not made when %s: it may have been carried out', async (_what, fault, code) => {
    mock.fault({ on: 'POST', times: null, ...fault });
    const error = await rejected(clientOf().post(JOBS, {}, never));
    expect(error.code).toBe(code);
    expect(mock.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('of a create is made where the server says that it did not take it', async () => {
    failing('POST', 429);
    expect((await rejected(clientOf().post(JOBS, {}, never))).code).toBe('backend-not-found');
    expect(mock.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  it('of what does no harm is made, a form anew each time', async () => {
    mock.fault({ on: 'POST', cut: 'cut' });
    let forms = 0;
    const form = () => {
      forms += 1;
      return new FormData();
    };
    expect((await rejected(clientOf().upload('files', form, never))).code).toBe('backend-refused');
    expect(forms).toBe(2);
    failing('POST', 500);
    await rejected(clientOf().post('score', {}, never, { repeatable: true }));
    expect(mock.requests.filter(({ path }) => path === '/v1/score')).toHaveLength(2);
  });
});

describe('a fault', () => {
  it.each([
    [401, { error: { message: `Incorrect API key provided: ${KEY}.` } }, 'student-key', 'refused the key'],
    [403, { error: { message: 'Not yours.', type: 'permission_error' } }, 'backend-refused', 'Not yours.'],
    [402, { error: { message: 'Pay first.' } }, 'student-quota', 'Pay first.'],
    [429, { error: { code: 'insufficient_quota', message: 'Empty.' } }, 'student-quota', 'Empty.'],
    [503, { detail: 'Loading.' }, 'student-overloaded', 'Loading.'],
    [404, { error: { message: "There is no model 'x'." } }, 'backend-not-found', "There is no model 'x'."],
    [405, '<html>Not allowed</html>', 'backend-not-found', 'Not allowed'],
    [
      400,
      { error: { message: 'Line 7 is no JSON.', param: 'file' } },
      'backend-refused',
      'Line 7 is no JSON.',
    ],
    [409, { error: { message: 'In use.' } }, 'backend-refused', 'In use.'],
    [413, { error: { message: 'Too large: at most 9 bytes.' } }, 'backend-refused', 'at most 9 bytes'],
    [422, { detail: [{ msg: 'flagged by moderation' }] }, 'backend-refused', 'flagged by moderation'],
    [302, '', 'student-http', 'another address'],
  ])('%i is told in the server’s words, without the key', async (status, body, code, words) => {
    failing('GET', status, body, null);
    const error = await rejected(clientOf().get('models', never));
    expect(error).toMatchObject({ code, message: containing(words) });
    expect(error.message).toContain(new URL(mock.baseUrl).host);
    expect(error.remedy).not.toBe('');
    expect(JSON.stringify(error)).not.toContain(KEY);
  });

  it('names the field it is about', async () => {
    failing('GET', 400, { error: { message: 'Wrong.', param: 'training_file' } });
    const error = await rejected(clientOf().get('models', never));
    expect(error.remedy).toContain('training_file');
    expect(error.details).toMatchObject({ status: 400, param: 'training_file' });
  });

  it('is a success without JSON, too, or one that quotes the key', async () => {
    mock.fault({ on: 'GET', status: 200, body: 'x' });
    expect(await clientOf().get('models', never)).toBe('x');
    mock.fault({ on: 'GET', status: 200, body: { said: `Bearer ${KEY}` } });
    expect(await clientOf().get('models', never)).toEqual({ said: 'Bearer [key]' });
    const html: typeof fetch = () => Promise.resolve(new Response(`<html>${KEY}</html>`));
    const error = await rejected(clientOf({ fetch: html }).get('models', never));
    expect(error.code).toBe('backend-bad-reply');
    expect(JSON.stringify(error)).not.toContain(KEY);
  });

  it('is a page that may not call, as opposed to a server that is not there', async () => {
    mock.play({ key: KEY, origins: ['https://another.example'] });
    const page = { fetch: corsFetch('https://lab.example.org') };
    expect((await rejected(clientOf(page).get('models', never))).code).toBe('student-cors');
    await mock.stop();
    expect((await rejected(clientOf(page).get('models', never))).code).toBe('student-unreachable');
    await mock.start();
    mock.play({ key: KEY, origins: ['https://lab.example.org'] });
    expect(await clientOf(page).get('models', never)).toMatchObject({ object: 'list' });
  });

  it('is silence, and a connection that breaks in the middle of an answer', async () => {
    let times = 0;
    const server = createServer((_request, response) => {
      times += 1;
      if (times > 4) return;
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"data":', () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const broken = await rejected(clientOf({}, 5, base).get('models', never));
    expect(broken).toMatchObject({ code: 'student-unreachable', message: containing('broke off') });
    const quiet = await rejected(clientOf({}, 0.05, base).post('x', {}, never));
    expect(quiet).toMatchObject({ code: 'student-timeout', message: containing('POST x') });
    server.closeAllConnections();
    server.close();
  });

  it('is no fault where somebody pressed stop', async () => {
    const stop = new AbortController();
    const hanging = clientOf({
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
          stop.abort();
        }),
    });
    expect((await rejected(hanging.get('models', stop.signal))).code).toBe('aborted');
  });
});
