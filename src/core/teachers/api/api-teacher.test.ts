import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  apiTeacher,
  content,
  examples,
  failure,
  never,
  parent,
  request,
  task,
} from '../../../../test/support/api-teacher.ts';
import { isRequestFault } from '../port.ts';
import { RETRIES } from '../../llm/api/retry.ts';
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
    const { ask } = await teacher(
      { steps: [{ content: '{"exam', finish: 'length', usage: null }] },
      { stream },
    );
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

  it('sends what the configuration says, and asks for JSON of the task', async () => {
    const { ask } = await teacher({}, { stream });
    await ask(request(2, 99), never);
    expect(api.chats()[0]).toEqual({
      model: 'mock-model',
      messages: request(2).messages,
      stream,
      max_tokens: 512,
      temperature: 0.5,
      seed: 99,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'examples',
          strict: true,
          schema: JSON.parse(task.replySchema.json) as unknown,
        },
      },
      ...(stream ? { stream_options: { include_usage: true } } : {}),
    });
  });

  it('gets well-formed examples from the default scenario, the same for the same request', async () => {
    const { ask } = await teacher({}, { stream });
    const { raw } = await ask(request(3), never);
    const reply = task.readReply(raw);
    expect(reply).toMatchObject({ ok: true, repaired: false });
    expect(reply.ok && reply.candidates.map(({ label }) => label)).toEqual([
      'negative',
      'negative',
      'negative',
    ]);
    expect((await ask(request(3), never)).raw).toBe(raw);
    expect((await ask(request(3, 8), never)).raw).not.toBe(raw);
  });

  it('checks a label in the same way, with the schema of a label', async () => {
    const { check, ask } = await teacher({ steps: [{ examples }] }, { stream });
    await ask(request(), never);
    const [written] = examples;
    const messages = task.checkPrompt(written?.text ?? '');
    const reply = await check?.({ messages, randomSeed: 5 }, never);
    expect(task.readCheck(reply?.raw ?? '')).toBe(written?.label);
    expect(api.chats()[1]).toMatchObject({
      messages,
      seed: 5,
      response_format: {
        json_schema: { name: 'label', schema: JSON.parse(task.checkSchema.json) as unknown },
      },
    });
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
  it.each([1, 2, 5])(
    'are read byte by byte (%d at a time), characters and events split anywhere',
    async (size) => {
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
      const { ask } = await teacher(
        {},
        {},
        { fetch: () => Promise.resolve(new Response(body, { headers })) },
      );
      expect((await ask(request(), never)).raw).toBe(content);
    },
  );

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
    const silent = await teacher(
      { steps: [{ chunks: [': one\n\n'], hang: true }] },
      { timeoutSeconds: 0.05 },
    );
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
    const error = (code: number | string) => ({
      chunks: [`data: {"error":{"code":${JSON.stringify(code)},"message":"m"}}\n\n`],
    });
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

it('tells the loop how to use it', async () => {
  const made = await teacher({});
  expect(made).toMatchObject({ id: 'api', examplesPerCall: 8, concurrency: 3, readsPrompts: true });
  expect(made.remaining(parent, 1000)).toBeNull();
});
