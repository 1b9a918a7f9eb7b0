import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../core/tasks/port.ts';
import type { PromptApi, PromptSession } from './built-in.ts';
import { BuiltInHost, builtInModel, promptApi } from './built-in.ts';

const messages: ChatMessage[] = [
  { role: 'system', content: 'Write.' },
  { role: 'user', content: 'One.' },
];
const SCHEMA = '{"type":"object"}';
const never = new AbortController().signal;

/** A built-in model that answers with what it was asked. */
class FakeApi implements PromptApi {
  state: Awaited<ReturnType<PromptApi['availability']>> = 'available';
  open = 0;
  fail: Error | null = null;
  hang = false;
  asked: unknown[] = [];

  availability() {
    return Promise.resolve(this.state);
  }

  create({ initialPrompts, monitor, signal }: Parameters<PromptApi['create']>[0]): Promise<PromptSession> {
    if (monitor) {
      const target = new EventTarget();
      monitor(target);
      for (const loaded of [0.5, 1]) {
        target.dispatchEvent(Object.assign(new Event('downloadprogress'), { loaded }));
      }
      this.state = 'available';
    }
    this.open += 1;
    return Promise.resolve({
      prompt: (text, options) => {
        this.asked.push({ initialPrompts, text, constraint: options.responseConstraint });
        if (this.fail) return Promise.reject(this.fail);
        if (!this.hang) return Promise.resolve('{"examples":[]}');
        return new Promise((_, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new DOMException('stopped', 'AbortError'));
          });
        });
      },
      destroy: () => {
        this.open -= 1;
      },
    });
  }
}

describe("the browser's built-in model", () => {
  it('is asked in a session of its own, with the schema, and leaves nothing open', async () => {
    const api = new FakeApi();
    const model = builtInModel(new BuiltInHost(api));
    expect(await model.ask(messages, SCHEMA, never)).toBe('{"examples":[]}');
    expect(api.asked).toEqual([
      { initialPrompts: [messages[0]], text: 'One.', constraint: { type: 'object' } },
    ]);
    expect(api.open).toBe(0);
  });

  it.each([
    ['unavailable', 'built-in-missing'],
    ['downloadable', 'built-in-download'],
    ['downloading', 'built-in-download'],
  ] as const)('says what to do when it is %s, and fetches nothing', async (state, code) => {
    const api = new FakeApi();
    api.state = state;
    await expect(builtInModel(new BuiltInHost(api)).ask(messages, SCHEMA, never)).rejects.toMatchObject({
      code,
    });
    expect(api.open).toBe(0);
  });

  it('is missing where the browser has none', async () => {
    expect(promptApi({})).toBeUndefined();
    const host = new BuiltInHost(promptApi({}));
    await expect(host.ask(messages, SCHEMA)).rejects.toMatchObject({ code: 'built-in-missing' });
    await expect(host.fetch(() => undefined, never)).rejects.toMatchObject({ code: 'built-in-missing' });
  });

  it('fails with the words of the browser', async () => {
    const api = new FakeApi();
    api.fail = new Error('quota exceeded');
    await expect(new BuiltInHost(api).ask(messages, SCHEMA)).rejects.toMatchObject({
      code: 'built-in-failed',
      message: expect.stringContaining('quota exceeded') as unknown,
    });
    expect(api.open).toBe(0);
  });

  it.each([
    ['QuotaExceededError', 'teacher-too-long'],
    ['NotReadableError', 'teacher-refused'],
  ])('loses one reply, not the run, to a prompt it does not take: %s', async (name, code) => {
    const api = new FakeApi();
    api.fail = new DOMException('no', name);
    await expect(new BuiltInHost(api).ask(messages, SCHEMA)).rejects.toMatchObject({ code });
  });

  it('stops when asked to, and can be asked again', async () => {
    const api = new FakeApi();
    api.hang = true;
    const model = builtInModel(new BuiltInHost(api));
    const stop = new AbortController();
    const call = model.ask(messages, SCHEMA, stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 5);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    api.hang = false;
    expect(await model.ask(messages, SCHEMA, never)).toBe('{"examples":[]}');
  });

  it('is fetched with progress when somebody asks for it', async () => {
    const api = new FakeApi();
    api.state = 'downloadable';
    const shares: number[] = [];
    await new BuiltInHost(api).fetch((share) => shares.push(share), never);
    expect(shares).toEqual([0.5, 1]);
    expect(api.open).toBe(0);
  });
});
