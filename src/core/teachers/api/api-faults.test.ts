import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  apiTeacher,
  content,
  examples,
  failure,
  never,
  request,
} from '../../../../test/support/api-teacher.ts';
import { corsFetch } from '../../../../test/support/cors-fetch.ts';
import { isRequestFault } from '../port.ts';
import { RETRIES } from '../../llm/api/retry.ts';
import { dig } from '../../llm/api/wire.ts';
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

describe('tries', () => {
  const waits = () => {
    const waited: number[] = [];
    return { waited, sleep: (ms: number) => Promise.resolve(void waited.push(ms)) };
  };

  it.each([408, 409, 425, 429, 500, 502, 503, 529])(
    '%d is asked again, ever later, the same each time',
    async (status) => {
      const one = waits();
      const { ask } = await teacher({ steps: [{ status, times: 3 }, { examples }] }, {}, one);
      expect((await ask(request(), never)).raw).toBe(content);
      expect(one.waited).toHaveLength(3);
      one.waited.forEach((ms, i) => {
        expect(ms).toBeGreaterThanOrEqual(250 * 2 ** i);
        expect(ms).toBeLessThan(501 * 2 ** i);
      });
      const two = waits();
      await (await teacher({ steps: [{ status, times: 3 }, { examples }] }, {}, two)).ask(request(), never);
      expect(two.waited).toEqual(one.waited);
    },
  );

  it('give up in the end, as a fault of this request only', async () => {
    const { ask } = await teacher({ steps: [{ status: 503, times: null }] });
    const error = await failure(ask(request(), never));
    expect(error).toMatchObject({
      code: 'teacher-overloaded',
      details: { status: 503, provider: 'Mock error 503.' },
    });
    expect(isRequestFault(error)).toBe(true);
    expect(api.chats()).toHaveLength(1 + RETRIES);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    [
      'a date',
      { 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date: 'Wed, 21 Oct 2026 07:28:00 GMT' },
      30_000,
    ],
    [
      'a date gone by',
      { 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date: 'Wed, 21 Oct 2026 07:29:00 GMT' },
      0,
    ],
    ['too long', { 'retry-after': '86400' }, 60_000],
  ])('wait as long as Retry-After says: %s', async (_form, headers, expected) => {
    const clock = waits();
    const { ask } = await teacher({ steps: [{ status: 429, headers }, { examples }] }, {}, clock);
    await ask(request(), never);
    expect(clock.waited).toEqual([expected]);
  });

  it('are made after a dropped connection', async () => {
    const { ask } = await teacher({ steps: [{ cutAfterBytes: 0 }, { examples }] });
    expect((await ask(request(), never)).raw).toBe(content);
  });

  it('stop while waiting', async () => {
    const stop = new AbortController();
    const sleep = (_ms: number, signal: AbortSignal) => {
      stop.abort();
      signal.throwIfAborted();
      return Promise.resolve();
    };
    const { ask } = await teacher({ steps: [{ status: 500, times: null }] }, {}, { sleep });
    expect(await failure(ask(request(), stop.signal))).toMatchObject({ name: 'AbortError' });
    expect(api.chats()).toHaveLength(1);
  });
});

describe('settings a server does not know', () => {
  const refuse = (message: string, param: string | null = null, status = 400) => ({
    status,
    body: { error: { message, param } },
  });

  it('are given up one by one, and not sent again', async () => {
    const { ask } = await teacher({
      steps: [
        refuse(
          "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
        ),
        refuse("'response_format.type' must be 'json_schema' or 'text'"),
        refuse('Unsupported value', 'temperature'),
        refuse("Use 'max_completion_tokens' instead of 'max_tokens'.", 'max_tokens'),
        { status: 422, body: { detail: [{ loc: ['body', 'seed'], msg: 'Extra inputs are not permitted' }] } },
        { examples, times: 2 },
      ],
    });
    expect((await ask(request(), never)).raw).toBe(content);
    await ask(request(), never);
    const sent = api.chats();
    expect(sent).toHaveLength(7);
    for (const body of sent.slice(5)) {
      expect(Object.keys(body).sort()).toEqual([
        'max_completion_tokens',
        'messages',
        'model',
        'stream',
        'stream_options',
      ]);
    }
  });

  it('end in an error where giving them up does not help', async () => {
    const { ask } = await teacher({
      steps: [{ ...refuse('response_format seed temperature stream_options'), times: null }],
    });
    expect(await failure(ask(request(), never))).toMatchObject({ code: 'teacher-http' });
    expect(api.chats()).toHaveLength(6);
  });

  const formats = () => api.chats().map((body) => dig(body, 'response_format', 'type'));

  it.each([
    // OpenAI's older models, Ollama's and vLLM's words; LM Studio and OpenRouter pass a provider's on.
    [400, { error: { message: 'Invalid value', param: 'response_format' } }],
    [400, { error: { message: 'Provider returned error', metadata: { raw: 'json_schema is unsupported' } } }],
    [
      422,
      { detail: [{ loc: ['body', 'response_format', 'json_schema'], msg: 'Input should be json_object' }] },
    ],
    // llama.cpp before September 2024.
    [500, { error: { message: 'response_format type must be one of "text" or "json_object"' } }],
  ])(
    'a schema refused with %i (case %#) is given up for some JSON, once for all calls',
    async (status, body) => {
      const { ask } = await teacher({
        steps: [
          { status, body },
          { examples, times: null },
        ],
      });
      expect((await ask(request(), never)).raw).toBe(content);
      await ask(request(), never);
      expect(formats()).toEqual(['json_schema', 'json_object', 'json_object']);
    },
  );

  it('some JSON refused, too, is given up for the prompt alone', async () => {
    const { ask, check } = await teacher({
      steps: [
        // So Anthropic would refuse it; what it says of it is that it ignores it.
        { ...refuse('response_format: Extra inputs are not permitted'), times: 2 },
        { examples },
        { content: 'negative' },
      ],
    });
    expect((await ask(request(), never)).raw).toBe(content);
    await check?.({ messages: [], randomSeed: 1 }, never);
    expect(formats()).toEqual(['json_schema', 'json_object', undefined, undefined]);
  });

  it('are remembered by a teacher, not by the next one', async () => {
    const first = await teacher({ steps: [refuse('json_schema'), { examples }] });
    await first.ask(request(), never);
    const second = await teacher({ steps: [{ examples }] });
    await second.ask(request(), never);
    expect(formats()).toEqual(['json_schema']);
  });

  it('are not given up for an error of the server that names them by chance', async () => {
    const { ask } = await teacher({
      steps: [{ ...refuse('no seed, no temperature', null, 500) }, { examples }],
    });
    await ask(request(), never);
    expect(api.chats()[1]).toEqual(api.chats()[0]);
  });
});

describe('errors', () => {
  const error = (status: number, message: string, code: string | null = null, type = '') => ({
    status,
    body: { error: { message, code, type } },
  });

  it.each([
    ['teacher-key', error(401, 'Incorrect API key provided')],
    ['teacher-key', error(403, 'This key may not use this model')],
    ['teacher-key', error(400, 'API key not valid. Please pass a valid API key.')],
    ['teacher-model', error(404, 'The model does not exist', 'model_not_found')],
    ['teacher-model', error(400, 'not-there is not a valid model ID')],
    ['teacher-quota', error(429, 'You exceeded your current quota', 'insufficient_quota')],
    ['teacher-quota', error(402, 'Payment required')],
    ['teacher-quota', error(400, 'Your credit balance is too low to access the API.')],
    [
      'teacher-too-long',
      error(400, "This model's maximum context length is 4097 tokens", 'context_length_exceeded'),
    ],
    ['teacher-too-long', { status: 413, body: 'Request Entity Too Large' }],
    ['teacher-refused', error(400, 'The response was filtered', 'content_filter')],
    ['teacher-refused', error(403, 'Your chosen model requires moderation and your input was flagged')],
    ['teacher-http', error(405, 'Method not allowed')],
    ['teacher-http', { status: 307, headers: { location: 'http://127.0.0.1:1/' }, body: '' }],
    ['teacher-bad-reply', { status: 200, body: '<html><title>Hi</title> a web page</html>' }],
    ['teacher-bad-reply', { status: 200, body: { answer: 42 } }],
    ['teacher-bad-reply', { chunks: ['data: nonsense\n\n'] }],
  ])('%s (case %#) at once, with the words of the server', async (code, step) => {
    const { ask } = await teacher({ steps: [step] });
    const thrown = await failure(ask(request(), never));
    expect(thrown).toMatchObject({ name: 'LabError', code });
    expect(thrown.remedy).not.toBe('');
    expect(isRequestFault(thrown)).toBe(['teacher-too-long', 'teacher-refused'].includes(code));
    expect(api.chats()).toHaveLength(1);
    const body: unknown = 'body' in step ? step.body : '';
    if (typeof body === 'object' && body !== null && 'error' in body) {
      expect(thrown.message).toContain((body.error as { message: string }).message);
    }
  });

  it('are cut to 500 characters of the server', async () => {
    const { ask } = await teacher({ steps: [error(418, 'long '.repeat(1000))] });
    const thrown = await failure(ask(request(), never));
    expect(thrown).toMatchObject({
      details: { provider: expect.stringMatching(/^long .{480,500}$/u) as unknown },
    });
    expect(thrown.message.length).toBeLessThan(600);
  });

  it('name a server that is not there', async () => {
    const { ask } = await teacher({}, { baseUrl: 'http://127.0.0.1:9' });
    expect(await failure(ask(request(), never))).toMatchObject({
      code: 'teacher-unreachable',
      message: 'Nothing answers at 127.0.0.1:9.',
    });
  });

  it('name a connection that always breaks, where the server is there', async () => {
    const { ask } = await teacher({ steps: [{ cutAfterBytes: 0, times: null }] });
    expect(await failure(ask(request(), never))).toMatchObject({
      code: 'teacher-unreachable',
      message: expect.stringContaining('broke off') as unknown,
    });
  });

  it('name a server that keeps pages out, and what to change there', async () => {
    const { ask } = await teacher(
      { cors: false },
      { preset: 'ollama' },
      { fetch: corsFetch('https://lab.example') },
    );
    expect(await failure(ask(request(), never))).toMatchObject({
      code: 'teacher-cors',
      remedy: expect.stringContaining('OLLAMA_ORIGINS') as unknown,
    });
  });

  it.each([
    ['ftp://example.org', 'bad-address'],
    ['https://user:secret@example.org/v1', 'bad-address'],
  ])('refuse the address %s', async (baseUrl, code) => {
    const thrown = await failure(teacher({}, { baseUrl }));
    expect(thrown).toMatchObject({ code });
    expect(JSON.stringify(thrown) + thrown.message).not.toContain('secret');
  });

  it('refuse an unknown preset', async () => {
    expect(await failure(teacher({}, { preset: 'nobody' }))).toMatchObject({ code: 'unknown-preset' });
  });
});
