import { describe, expect, it } from 'vitest';
import type { FakeOptions } from '../../../test/support/fake-webllm.ts';
import { fakeEngines } from '../../../test/support/fake-webllm.ts';
import { modelRecord } from '../../../test/support/model-record.ts';
import { workerOf } from '../../../test/support/port-worker.ts';
import { LabError } from '../../core/errors.ts';
import type { ChatMessage } from '../../core/tasks/port.ts';
import { languageModel, modelEncoder, ModelWorker } from './client.ts';
import { LlmHost } from './host.ts';

const prompt: ChatMessage[] = [{ role: 'user', content: 'Text: fine\nLabel:' }];
const write = { messages: prompt, maxTokens: 50, temperature: 1, randomSeed: 3 };
const never = new AbortController().signal;

/** A model behind a worker as the loop sees it; each start of the worker takes the next options. */
function connect(...runs: FakeOptions[]) {
  const started: ReturnType<typeof fakeEngines>[] = [];
  let ended = 0;
  const record = modelRecord();
  const worker = new ModelWorker({
    record,
    graceMs: 50,
    worker: () => {
      const engines = fakeEngines(runs[started.length] ?? {});
      started.push(engines);
      return workerOf(new LlmHost(engines.make), () => {
        ended += 1;
      });
    },
  });
  const engine = (i: number) => started[i]?.made[0];
  return { model: languageModel(worker, record), engine, starts: () => started.length, ends: () => ended };
}

describe('a language model in its worker', () => {
  it('is started with the first call, once, and asked one thing at a time', async () => {
    const { model, engine, starts } = connect();
    expect(starts()).toBe(0);
    const answers = await Promise.all([
      model.score(prompt, ['good', 'bad'], never),
      model.write(write, never),
      model.score(prompt, ['good', 'bad'], never),
    ]);
    expect(starts()).toBe(1);
    expect(engine(0)?.collisions).toBe(0);
    expect(answers[0]).toEqual(answers[2]);
    expect(answers[1]).toMatchObject({ text: 'one two three', finish: 'stop' });
  });

  it('streams what it writes, with the tokens the engine counted', async () => {
    const { model } = connect({ reply: 'a b c d e' });
    const seen: string[] = [];
    const written = await model.write({ ...write, maxTokens: 3 }, never, (text) => seen.push(text));
    expect(written).toMatchObject({ text: 'a b c ', finish: 'length', usage: { completion: 3 } });
    await expect.poll(() => seen.at(-1)).toBe('a b c ');
  });

  it.each<[unknown, string]>([
    ['Engine.unload() is called.', 'gpu-lost'],
    [new DOMException('The Device was lost before mapping was resolved', 'AbortError'), 'gpu-lost'],
    [Object.assign(new Error('x'), { name: 'WebGPUNotAvailableError' }), 'no-webgpu'],
    [Object.assign(new Error('x'), { name: 'ShaderF16SupportError' }), 'no-gpu-feature'],
    [Object.assign(new Error('x'), { name: 'LinkError' }), 'model-library'],
    [Object.assign(new Error('x'), { name: 'IntegrityError' }), 'model-broken'],
    [new TypeError('Failed to fetch'), 'model-unreachable'],
    [new DOMException('x', 'QuotaExceededError'), 'storage-full'],
    [new Error('Device was lost: out of memory'), 'gpu-lost'],
    ['something else', 'model-failed'],
  ])('carries an error whole: %s', async (loadError, code) => {
    const { model } = connect({ loadError });
    const error: unknown = await model.score(prompt, ['a', 'b'], never).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, remedy: expect.stringMatching(/\w+\./u) as unknown });
  });

  it('does not take an aborted load, which resolves, for a loaded model', async () => {
    const { model } = connect({ abortLoad: true });
    await expect(model.score(prompt, ['a', 'b'], never)).rejects.toMatchObject({ code: 'gpu-lost' });
  });

  it('loads anew, in a new worker, after the GPU was lost', async () => {
    let lose = false;
    const { model, starts, ends } = connect({
      beforeToken: () => {
        if (lose) throw Object.assign(new Error('Model not loaded'), { name: 'ModelNotLoadedError' });
      },
    });
    const before = await model.score(prompt, ['good', 'bad'], never);
    lose = true;
    await expect(model.score(prompt, ['good', 'bad'], never)).rejects.toMatchObject({ code: 'gpu-lost' });
    expect(ends()).toBe(1);
    expect(await model.score(prompt, ['good', 'bad'], never)).toEqual(before);
    expect(starts()).toBe(2);
  });

  it('stops between two tokens when asked to, and can be asked again', async () => {
    const stop = new AbortController();
    let tokens = 0;
    const { model, ends } = connect({
      reply: 'word '.repeat(1000),
      beforeToken: async () => {
        tokens += 1;
        if (tokens === 20) stop.abort();
        await new Promise((resolve) => setTimeout(resolve, 1));
      },
    });
    await expect(model.write({ ...write, maxTokens: 1000 }, stop.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(tokens).toBeLessThan(60);
    expect(ends()).toBe(0);
    expect(await model.write({ ...write, maxTokens: 2 }, never)).toMatchObject({ text: 'word word ' });
  });

  it('ends the worker when it does not stop in time', async () => {
    const stop = new AbortController();
    let stuck = false;
    const { model, ends, starts } = connect({
      beforeToken: () => (stuck ? new Promise(() => undefined) : undefined),
    });
    await model.score(prompt, ['a', 'b'], never);
    stuck = true;
    const call = model.write(write, stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 20);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(ends()).toBe(1);
    await model.score(prompt, ['a', 'b'], never);
    expect(starts()).toBe(2);
  });

  it('is refused where the call does not suit the model', async () => {
    const record = modelRecord({
      kind: 'embedding',
      embedding: { dimensions: 8, wrap: '[CLS] {text} [SEP]' },
    });
    const worker = new ModelWorker({ record, worker: () => workerOf(new LlmHost(fakeEngines().make)) });
    await expect(languageModel(worker, record).score(prompt, ['a'], never)).rejects.toMatchObject({
      code: 'not-a-chat-model',
    });
    const [a, b, c] = await modelEncoder(worker, record).encode(['one', 'two $&', 'one'], never);
    expect(Math.hypot(...(a ?? []))).toBeCloseTo(1, 5);
    expect(a).toEqual(c);
    expect(a).not.toEqual(b);
    expect(() => modelEncoder(worker, modelRecord())).toThrow('no embedding model');
  });

  it('encodes of a text that is too long the beginning that fits', async () => {
    const record = modelRecord({
      kind: 'embedding',
      embedding: { dimensions: 8, wrap: '[CLS] {text} [SEP]' },
    });
    const engines = fakeEngines({ maxCharacters: 112 });
    const worker = new ModelWorker({ record, worker: () => workerOf(new LlmHost(engines.make)) });
    const [long, fits] = await modelEncoder(worker, record).encode(['x'.repeat(125), 'x'.repeat(100)], never);
    expect(long).toEqual(fits);
  });

  it('is not loaded where it is not, or no longer, in this browser', async () => {
    const record = modelRecord();
    const engines = fakeEngines();
    const worker = new ModelWorker({
      record,
      check: () => Promise.reject(new LabError('model-not-downloaded', 'It is not here.', 'Download it.')),
      worker: () => workerOf(new LlmHost(engines.make)),
    });
    await expect(languageModel(worker, record).score(prompt, ['a', 'b'], never)).rejects.toMatchObject({
      code: 'model-not-downloaded',
    });
    expect(engines.made).toHaveLength(0);
  });
});
