import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { corsFetch } from '../../../../test/support/cors-fetch.ts';
import { startMockApi, type MockApi, type MockScenario } from '../../../../test/support/mock-api.ts';
import { teacherServices } from '../../../../test/support/teacher-services.ts';
import type { ApiTeacherConfig } from '../../config/schema.ts';
import { createClassification } from '../../tasks/classification/classification.ts';
import type { TeacherRequest, TeacherServices } from '../port.ts';
import { isRequestFault } from '../port.ts';
import { createTeacher } from '../registry.ts';
import { RETRIES } from './retry.ts';

const KEY = 'sk-Test_0123456789abcdefghijklmnop';
const task = createClassification({ labels: ['positive', 'negative'] });
const parent = { id: 'p1', text: 'A dull film, naïve and slow — 退屈.', label: 'negative' };
const never = new AbortController().signal;
const examples = [{ text: 'Ça traîne: “slow” 🐌 — 退屈', label: 'negative' }];
const content = JSON.stringify({ examples });

let api: MockApi;
beforeAll(async () => {
  api = await startMockApi();
});
afterAll(() => api.close());

function request(count = 1, randomSeed = 7): TeacherRequest {
  const messages = task.teacherPrompt({ parent, wrongAnswer: 'positive', count, shown: [] });
  return { parent, count, used: 0, attempt: 0, messages, randomSeed };
}

async function teacher(
  scenario: MockScenario,
  config: Partial<ApiTeacherConfig> = {},
  services: Partial<TeacherServices> = {},
) {
  api.play(scenario);
  return createTeacher(
    {
      id: 'api',
      baseUrl: api.baseUrl,
      model: 'mock-model',
      preset: 'custom',
      temperature: 0.5,
      maxTokens: 512,
      concurrency: 3,
      timeoutSeconds: 20,
      stream: true,
      showWrongAnswer: true,
      ...config,
    },
    teacherServices({ fetch, keyFor: () => KEY, ...services }),
  );
}

type Thrown = { readonly code: string; readonly message: string; readonly remedy: string; readonly name: string };
async function failure(promise: Promise<unknown>): Promise<Thrown> {
  const thrown: unknown = await promise.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  );
  return thrown as Thrown;
}

describe.each([true, false])('a reply (stream: %s)', (stream) => {
  it('comes back as it was sent, with tokens and end', async () => {
    const usage = { prompt_tokens: 12, completion_tokens: 34 };
    const { ask } = await teacher({ steps: [{ examples, usage }] }, { stream });
    expect(await ask(request(), never)).toEqual({
      raw: content,
      usage: { prompt: 12, completion: 34 },
      finish: 'stop',
    });
  });

  it('says when it was cut by a token limit, and that usage is unknown', async () => {
    const { ask } = await teacher({ steps: [{ content: '{"exam', finish: 'length', usage: null }] }, { stream });
    expect(await ask(request(), never)).toEqual({ raw: '{"exam', usage: null, finish: 'length' });
  });

  it.each([
    ['teacher-empty', { content: ' \n' }],
    ['teacher-empty', { content: '', finish: 'length' }],
    ['teacher-refused', { content: 'half', finish: 'content_filter' }],
  ])('%s is a fault of this request only', async (code, step) => {
    const error = await failure((await teacher({ steps: [step] }, { stream })).ask(request(), never));
    expect(error).toMatchObject({ code });
    expect(isRequestFault(error)).toBe(true);
    expect(api.chats()).toHaveLength(1);
  });

  it('sends what the configuration says, and asks for JSON', async () => {
    const { ask } = await teacher({}, { stream });
    await ask(request(2, 99), never);
    expect(api.chats()[0]).toEqual({
      model: 'mock-model',
      messages: request(2).messages,
      stream,
      max_tokens: 512,
      temperature: 0.5,
      seed: 99,
      response_format: { type: 'json_object' },
      ...(stream ? { stream_options: { include_usage: true } } : {}),
    });
  });

  it('gets well-formed examples from the default scenario, the same for the same request', async () => {
    const { ask } = await teacher({}, { stream });
    const { raw } = await ask(request(3), never);
    const reply = task.readReply(raw);
    expect(reply).toMatchObject({ ok: true, repaired: false });
    expect(reply.ok && reply.candidates.map(({ label }) => label)).toEqual(['negative', 'negative', 'negative']);
    expect((await ask(request(3), never)).raw).toBe(raw);
    expect((await ask(request(3, 8), never)).raw).not.toBe(raw);
  });

  it('stops at once when asked to', async () => {
    const { ask } = await teacher({ steps: [{ hang: true, delayMs: 20_000 }] }, { stream });
    const stop = new AbortController();
    const asked = failure(ask(request(), stop.signal));
    await vi.waitFor(() => expect(api.chats()).toHaveLength(1));
    stop.abort();
    expect(await asked).toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(api.aborted()).toBe(1));
  });

  it('gives up on silence, without asking again', async () => {
    const { ask } = await teacher({ steps: [{ delayMs: 20_000 }] }, { stream, timeoutSeconds: 0.05 });
    expect(await failure(ask(request(), never))).toMatchObject({ code: 'teacher-timeout' });
    expect(api.chats().length).toBeLessThanOrEqual(1);
  });
});

describe('streams', () => {
  it.each([1, 2, 5])('are read byte by byte (%d at a time), characters and events split anywhere', async (size) => {
    const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
    const choice = { delta: { content }, finish_reason: 'stop' };
    const bytes = new TextEncoder().encode(`${event({ choices: [choice] })}data: [DONE]\n\n`);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const headers = { 'content-type': 'text/event-stream; charset=utf-8' };
    const { ask } = await teacher({}, {}, { fetch: () => Promise.resolve(new Response(body, { headers })) });
    expect((await ask(request(), never)).raw).toBe(content);
  });

  it.each([1, 2, 3, 7, 64])('are read from pieces of %d bytes', async (pieceBytes) => {
    const { ask } = await teacher({ steps: [{ examples, pieceBytes }] });
    expect((await ask(request(), never)).raw).toBe(content);
  });

  it('may have comments, other line ends, null contents and no [DONE]', async () => {
    const delta = (text: string | null, finish: string | null = null) =>
      JSON.stringify({ choices: [{ delta: { content: text }, finish_reason: finish }] });
    const { ask } = await teacher({
      steps: [
        {
          chunks: [
            ': hold on\r\n\r\n',
            `event: x\r\ndata: ${delta(null)}\r\n\r\n`,
            `data: ${delta('one')}\r\n\r\ndata:${delta(' two')}\r\n`,
            `\r\ndata: ${delta(null, 'stop')}`,
          ],
        },
      ],
    });
    expect(await ask(request(), never)).toEqual({ raw: 'one two', usage: null, finish: 'stop' });
  });

  it('that break off are asked for again, and in the end are a fault of this request', async () => {
    const again = await teacher({ steps: [{ cutAfterBytes: 300 }, { examples }] });
    expect((await again.ask(request(), never)).raw).toBe(content);
    const broken = await teacher({ steps: [{ cutAfterBytes: 300, times: null }] });
    const error = await failure(broken.ask(request(), never));
    expect(error).toMatchObject({ code: 'teacher-overloaded' });
    expect(isRequestFault(error)).toBe(true);
    expect(api.chats()).toHaveLength(1 + RETRIES);
  });

  it('that end without their end are broken off, too', async () => {
    const chunk = `data: ${JSON.stringify({ choices: [{ delta: { content: 'half' }, finish_reason: null }] })}\n\n`;
    const { ask } = await teacher({ steps: [{ chunks: [chunk] }, { examples }] });
    expect((await ask(request(), never)).raw).toBe(content);
  });

  it('that fall silent time out, while slow lively ones do not', async () => {
    const slow = await teacher({ steps: [{ examples, chunkDelayMs: 250 }] }, { timeoutSeconds: 1.2 });
    expect((await slow.ask(request(), never)).raw).toBe(content);
    const silent = await teacher({ steps: [{ chunks: [': one\n\n'], hang: true }] }, { timeoutSeconds: 0.05 });
    expect(await failure(silent.ask(request(), never))).toMatchObject({ code: 'teacher-timeout' });
  });

  it('stop in the middle when asked to', async () => {
    const chunk = `data: ${JSON.stringify({ choices: [{ delta: { content: 'half' }, finish_reason: null }] })}\n\n`;
    const { ask } = await teacher({ steps: [{ chunks: [chunk], hang: true }] });
    const stop = new AbortController();
    const asked = failure(ask(request(), stop.signal));
    setTimeout(() => stop.abort(), 50);
    expect(await asked).toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(api.aborted()).toBe(1));
  });

  it('may hold an error, which is retried or not by its code', async () => {
    const error = (code: number | string) => ({ chunks: [`data: {"error":{"code":${JSON.stringify(code)},"message":"m"}}\n\n`] });
    const busy = await teacher({ steps: [error(502), { examples }] });
    expect((await busy.ask(request(), never)).raw).toBe(content);
    const broke = await teacher({ steps: [error('insufficient_quota')] });
    expect(await failure(broke.ask(request(), never))).toMatchObject({ code: 'teacher-quota' });
  });

  it('may come unasked for, and whole replies instead of them', async () => {
    const unasked = await teacher({ steps: [{ examples, stream: true }] }, { stream: false });
    expect((await unasked.ask(request(), never)).raw).toBe(content);
    const whole = await teacher({ steps: [{ examples, stream: false }] }, { stream: true });
    expect((await whole.ask(request(), never)).raw).toBe(content);
  });
});

describe('tries', () => {
  const waits = () => {
    const waited: number[] = [];
    return { waited, sleep: (ms: number) => Promise.resolve(void waited.push(ms)) };
  };

  it.each([408, 409, 425, 429, 500, 502, 503, 529])('%d is asked again, ever later, the same each time', async (status) => {
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
  });

  it('give up in the end, as a fault of this request only', async () => {
    const { ask } = await teacher({ steps: [{ status: 503, times: null }] });
    const error = await failure(ask(request(), never));
    expect(error).toMatchObject({ code: 'teacher-overloaded', details: { status: 503, provider: 'Mock error 503.' } });
    expect(isRequestFault(error)).toBe(true);
    expect(api.chats()).toHaveLength(1 + RETRIES);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date', { 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date: 'Wed, 21 Oct 2026 07:28:00 GMT' }, 30_000],
    ['a date gone by', { 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date: 'Wed, 21 Oct 2026 07:29:00 GMT' }, 0],
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
    expect(sent).toHaveLength(6);
    for (const body of sent.slice(4)) {
      expect(Object.keys(body).sort()).toEqual(['max_completion_tokens', 'messages', 'model', 'stream', 'stream_options']);
    }
  });

  it('end in an error where giving them up does not help', async () => {
    const { ask } = await teacher({ steps: [{ ...refuse('response_format seed temperature stream_options'), times: null }] });
    expect(await failure(ask(request(), never))).toMatchObject({ code: 'teacher-http' });
    expect(api.chats()).toHaveLength(5);
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
    ['teacher-too-long', error(400, "This model's maximum context length is 4097 tokens", 'context_length_exceeded')],
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
    expect(thrown).toMatchObject({ details: { provider: expect.stringMatching(/^long .{480,500}$/u) } });
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
      message: expect.stringContaining('broke off'),
    });
  });

  it('name a server that keeps pages out, and what to change there', async () => {
    const { ask } = await teacher({ cors: false }, { preset: 'ollama' }, { fetch: corsFetch('https://lab.example') });
    expect(await failure(ask(request(), never))).toMatchObject({
      code: 'teacher-cors',
      remedy: expect.stringContaining('OLLAMA_ORIGINS'),
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

describe('the key', () => {
  const added = new Set(['host', 'connection', 'accept', 'accept-language', 'sec-fetch-mode', 'user-agent']);
  const addedToo = new Set(['accept-encoding', 'content-length', 'cache-control', 'pragma']);
  const own = () => Object.keys(api.requests[0]?.headers ?? {}).filter((name) => !added.has(name) && !addedToo.has(name));

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
    [{ status: 400, body: { error: { message: `Bad key ${KEY.slice(0, 12)}...${KEY.slice(-9)} in "Bearer ${KEY}"` } } }],
    [{ status: 401, body: { error: { message: `No such key: it begins with ${KEY.slice(3, 15)}, ends with ${KEY.slice(-9)}` } } }],
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

it('tells the loop how to use it', async () => {
  const made = await teacher({});
  expect(made).toMatchObject({ id: 'api', examplesPerCall: 8, concurrency: 3, readsPrompts: true });
  expect(made.remaining(parent, 1000)).toBeNull();
});
