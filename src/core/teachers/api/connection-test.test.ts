import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corsFetch } from '../../../../test/support/cors-fetch.ts';
import { startMockApi, type MockApi, type MockScenario } from '../../../../test/support/mock-api.ts';
import { classify, testConnection, type Probe, type ProbeOutcomes } from './connection-test.ts';

const KEY = 'sk-Test_0123456789abcdefghijklmnop';
const ORIGIN = 'https://lab.example.org';
const never = new AbortController().signal;

let api: MockApi;
beforeAll(async () => {
  api = await startMockApi();
});
afterAll(() => api.close());

const test = (
  scenario: MockScenario,
  { preset = 'custom', model = 'good', key = KEY, fetch = corsFetch(ORIGIN) } = {},
) => {
  api.play(scenario);
  return testConnection({ baseUrl: api.baseUrl, model, preset }, { fetch, keyFor: () => key }, never, ORIGIN);
};

describe('against a server', () => {
  it('that works', async () => {
    expect(await test({ models: ['good', 'other'], key: KEY })).toEqual({
      ok: true,
      code: 'works',
      message: expect.stringContaining('answers with the model "good"') as unknown,
      remedy: '',
      models: ['good', 'other'],
    });
  });

  it('with a wrong key, which is not shown', async () => {
    const result = await test({ key: 'another-key' });
    expect(result).toMatchObject({ ok: false, code: 'teacher-key' });
    expect(JSON.stringify(result)).not.toContain(KEY);
  });

  it('with a wrong key, although its list of models is public', async () => {
    expect(await test({ steps: [{ status: 401 }] })).toMatchObject({
      code: 'teacher-key',
      models: ['mock-model'],
    });
  });

  it('with other models, and names them', async () => {
    expect(await test({ models: ['a', 'b'] })).toMatchObject({
      ok: false,
      code: 'teacher-model',
      remedy: 'Choose one it lists: a, b.',
      models: ['a', 'b'],
    });
    expect(await test({ models: [] })).toMatchObject({
      remedy: expect.stringContaining('load one') as unknown,
    });
  });

  it('that takes models it does not list', async () => {
    expect(await test({ models: ['a'], steps: [{ content: 'ok' }] })).toMatchObject({
      ok: true,
      message: expect.stringContaining('does not list') as unknown,
    });
  });

  it('that lists no models at all', async () => {
    const result = await test({ listsModels: false });
    expect(result).toMatchObject({ ok: true });
    expect(result).not.toHaveProperty('models');
  });

  it('that does not know response_format, or thinks until its tokens are gone', async () => {
    const refusal = { status: 400, body: { error: { message: 'response_format is not supported' } } };
    expect(await test({ steps: [refusal, { content: '', finish: 'length' }] })).toMatchObject({ ok: true });
  });

  it('that is not there', async () => {
    const gone = await startMockApi();
    await gone.close();
    const config = { baseUrl: gone.baseUrl, model: 'good', preset: 'custom' };
    for (const fetch of [globalThis.fetch, corsFetch(ORIGIN)]) {
      expect(await testConnection(config, { fetch, keyFor: () => undefined }, never, ORIGIN)).toMatchObject({
        code: 'teacher-unreachable',
        remedy: expect.stringContaining('Start the server') as unknown,
      });
    }
  });

  it.each([
    ['ollama', 'OLLAMA_ORIGINS=https://lab.example.org'],
    ['lm-studio', '--cors'],
    ['llama-cpp', '--cors-origins https://lab.example.org'],
    ['vllm', '--allowed-origins \'["https://lab.example.org"]\''],
    ['custom', 'Allow https://lab.example.org'],
  ])('that keeps pages out: %s', async (preset, setting) => {
    const result = await test({ cors: false }, { preset });
    expect(result).toMatchObject({
      ok: false,
      code: 'teacher-cors',
      remedy: expect.stringContaining(setting) as unknown,
    });
    // The probe without CORS carries no key.
    expect(api.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  it('that allows a header less than the preset needs', async () => {
    expect(await test({}, { preset: 'anthropic' })).toMatchObject({ code: 'teacher-cors' });
    const corsHeaders = ['authorization', 'content-type', 'anthropic-dangerous-direct-browser-access'];
    expect(await test({ corsHeaders }, { preset: 'anthropic' })).toMatchObject({ ok: true });
    expect(api.requests.some(({ path }) => path.endsWith('/models'))).toBe(false);
  });

  it('that is a web page', async () => {
    const page = { body: '<html>Hello</html>' };
    expect(await test({ steps: [page] })).toMatchObject({ ok: false, code: 'teacher-bad-reply' });
  });

  it('stops when asked to', async () => {
    const config = { baseUrl: api.baseUrl, model: 'good', preset: 'custom' };
    const stopped = testConnection(config, { fetch, keyFor: () => KEY }, AbortSignal.abort(), ORIGIN);
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('of which the address is none', async () => {
    const config = { baseUrl: 'nonsense', model: 'good', preset: 'custom' };
    expect(await testConnection(config, { fetch, keyFor: () => KEY }, never)).toMatchObject({
      code: 'bad-address',
    });
  });
});

describe('classify', () => {
  const about = { role: 'teacher', host: 'api.example.org', model: 'good', key: undefined } as const;
  const where = (baseUrl: string) =>
    ({ role: 'teacher', baseUrl, preset: 'custom', origin: ORIGIN }) as const;
  const none: Probe = { kind: 'no-answer' };
  const list: Probe = { kind: 'answer', status: 200, body: '{"data":[{"id":"good"}]}' };
  const codeOf = (outcomes: ProbeOutcomes, baseUrl = 'https://api.example.org') =>
    classify(outcomes, about, where(baseUrl)).code;

  it('tells a page kept out from a server not there', () => {
    expect(codeOf({ models: none, chat: null, reach: 'opaque' })).toBe('teacher-cors');
    expect(codeOf({ models: list, chat: none, reach: 'opaque' })).toBe('teacher-cors');
    expect(codeOf({ models: none, chat: null, reach: 'none' })).toBe('teacher-unreachable');
    expect(codeOf({ models: none, chat: null, reach: 'readable' })).toBe('teacher-unreachable');
  });

  it('names mixed content, and local networks', () => {
    const outcomes: ProbeOutcomes = { models: none, chat: null, reach: 'none' };
    expect(classify(outcomes, about, where('http://192.168.0.9:8000')).remedy).toContain('https://');
    expect(classify(outcomes, about, where('http://localhost:8000')).remedy).toContain('local network');
  });

  it('guesses the program behind a local port', () => {
    const outcomes: ProbeOutcomes = { models: none, chat: null, reach: 'opaque' };
    expect(classify(outcomes, about, where('http://localhost:11434')).remedy).toContain('OLLAMA_ORIGINS');
    expect(classify(outcomes, about, where('https://api.example.org')).remedy).toContain('gateway');
  });

  it('goes by the reply where there is one', () => {
    const refused: Probe = { kind: 'answer', status: 401, body: '' };
    expect(codeOf({ models: refused, chat: { kind: 'reply', error: null }, reach: null })).toBe('works');
    expect(codeOf({ models: list, chat: refused, reach: null })).toBe('teacher-key');
    expect(codeOf({ models: list, chat: { kind: 'timeout' }, reach: null })).toBe('teacher-timeout');
    expect(codeOf({ models: { kind: 'timeout' }, chat: null, reach: null })).toBe('teacher-timeout');
  });
});
