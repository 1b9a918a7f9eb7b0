import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { apiTeacher, content, failure, KEY, never, request } from '../../../../test/support/api-teacher.ts';
import { startMockApi, type MockApi, type MockScenario } from '../../../../test/support/mock-api.ts';
import type { ApiTeacherConfig } from '../../config/schema.ts';
import type { TeacherServices } from '../port.ts';

let api: MockApi;
beforeAll(async () => {
  api = await startMockApi();
});
afterAll(() => api.close());

const teacher = (
  scenario: MockScenario,
  config?: Partial<ApiTeacherConfig>,
  services?: Partial<TeacherServices>,
) => apiTeacher(api, scenario, config, services);

describe('the key', () => {
  const added = new Set(['host', 'connection', 'accept', 'accept-language', 'sec-fetch-mode', 'user-agent']);
  const addedToo = new Set(['accept-encoding', 'content-length', 'cache-control', 'pragma']);
  const own = () =>
    Object.keys(api.requests[0]?.headers ?? {}).filter((name) => !added.has(name) && !addedToo.has(name));

  it('goes in one header, beside the content type only', async () => {
    const { ask } = await teacher({ key: KEY });
    await ask(request(), never);
    expect(own().sort()).toEqual(['authorization', 'content-type']);
    expect(api.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(api.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it('needs not be given to a local server', async () => {
    const { ask, title } = await teacher({}, {}, { keyFor: () => undefined });
    await ask(request(), never);
    expect(own()).toEqual(['content-type']);
    expect(title).toBe(`mock-model at ${new URL(api.baseUrl).host}`);
  });

  it('comes with the further headers of its preset', async () => {
    const { ask } = await teacher({}, { preset: 'anthropic' });
    await ask(request(), never);
    expect(api.requests[0]?.headers['anthropic-dangerous-direct-browser-access']).toBe('true');
  });

  it('must be given where the preset says so, and be one', async () => {
    const none = await teacher({}, { preset: 'openai' }, { keyFor: () => ' ' });
    expect(await failure(none.ask(request(), never))).toMatchObject({ code: 'teacher-key' });
    const odd = await teacher({}, {}, { keyFor: () => 'geheim→schlüssel' });
    const thrown = await failure(odd.ask(request(), never));
    expect(thrown).toMatchObject({ code: 'teacher-key' });
    expect(JSON.stringify(thrown) + thrown.message).not.toContain('geheim');
    expect(api.requests).toHaveLength(0);
  });

  it('is looked up by the base URL as configured', async () => {
    const keyFor = vi.fn(() => KEY);
    const { ask } = await teacher({}, {}, { keyFor });
    await ask(request(), never);
    expect(keyFor).toHaveBeenCalledWith(api.baseUrl);
  });

  it('does not follow a redirect', async () => {
    const other = await startMockApi();
    const location = `${other.baseUrl}/chat/completions`;
    const { ask } = await teacher({ steps: [{ status: 308, headers: { location } }] });
    expect(await failure(ask(request(), never))).toMatchObject({ code: 'teacher-http' });
    expect(other.requests).toHaveLength(0);
    await other.close();
  });

  it.each([
    [{ status: 401, echoAuthorization: true }],
    [{ status: 500, times: null, echoAuthorization: true }],
    [
      {
        status: 400,
        body: { error: { message: `Bad key ${KEY.slice(0, 12)}...${KEY.slice(-9)} in "Bearer ${KEY}"` } },
      },
    ],
    [
      {
        status: 401,
        body: {
          error: { message: `No such key: it begins with ${KEY.slice(3, 15)}, ends with ${KEY.slice(-9)}` },
        },
      },
    ],
    [{ status: 418, body: `<p>${'x'.repeat(490)}${KEY}</p>` }],
    [{ status: 200, body: `not JSON: ${encodeURIComponent(KEY)} ${KEY}` }],
    [{ chunks: [`data: {"error":{"message":"${KEY}"}}\n\n`] }],
    [{ status: 404, body: { detail: [{ input: { headers: [`Bearer ${KEY}`] } }] } }],
  ])('is in no error, even when the server quotes it (case %#)', async (step) => {
    const spies = (['log', 'warn', 'error', 'info', 'debug'] as const).map((name) => vi.spyOn(console, name));
    const { ask } = await teacher({ steps: [step] });
    const thrown = await failure(ask(request(), never));
    expect(thrown.name).toBe('LabError');
    const shown = `${JSON.stringify(thrown)}${thrown.message}${String((thrown as unknown as Error).stack)}`;
    for (let i = 0; i + 8 <= KEY.length; i++) expect(shown).not.toContain(KEY.slice(i, i + 8));
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('is in no reply, even when the server quotes it', async () => {
    const { ask } = await teacher({ steps: [{ content, echoAuthorization: true }] });
    const { raw } = await ask(request(), never);
    expect(raw).toBe(`${content} You sent "Bearer [key]".`);
  });
});
