/** The student behind an API: what is sent, what is read, and what is no answer. Whole runs: written-runs.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rejected } from '../../../../test/support/caught.ts';
import { startMockApi, type MockApi, type MockStep } from '../../../../test/support/mock-api.ts';
import type { ApiStudentConfig } from '../../config/schema.ts';
import type { Example } from '../../example.ts';
import type { NetServices } from '../../llm/api/chat-client.ts';
import type { Task } from '../../tasks/port.ts';
import { tasks } from '../../tasks/registry.ts';
import { poolToArtifact } from '../in-context/artifact.ts';
import { students } from '../registry.ts';

const KEY = 'sk-Test_0123456789abcdefghijklmnop';
const examples: readonly Example[] = [
  { id: 'a', text: 'a dull slow film', label: 'bad' },
  { id: 'b', text: 'a bright quick film', label: 'good' },
  { id: 'c', text: 'a slow and bright film', label: 'good' },
];
const question = { id: 'q', text: 'a slow film' };

let api: MockApi;
let classification: Task;
let gsm8k: Task;
beforeAll(async () => {
  api = await startMockApi();
  classification = (await tasks.load('classification'))({ labels: ['bad', 'good'] });
  gsm8k = (await tasks.load('gsm8k'))({ labels: [] });
});
afterAll(() => api.close());

async function student(task: Task, config: Partial<ApiStudentConfig> = {}, net: Partial<NetServices> = {}) {
  const full: ApiStudentConfig = {
    id: 'api',
    baseUrl: api.baseUrl,
    model: 'm',
    preset: 'custom',
    demonstrations: 'bm25',
    shown: 2,
    encoder: 'toy',
    maxTokens: 64,
    system: null,
    timeoutSeconds: 20,
    ...config,
  };
  const none = () => Promise.reject(new Error('Not lent.'));
  const lent = { fetch, sleep: () => Promise.resolve(), keyFor: () => KEY, ...net };
  return (await students.load('api'))(full, {
    task,
    encoder: none,
    languageModel: none,
    net: lent,
    onTuning: () => undefined,
  });
}

async function answer(task: Task, steps: readonly MockStep[], config: Partial<ApiStudentConfig> = {}) {
  api.play({ steps, key: KEY });
  const made = await student(task, config);
  const artifact = poolToArtifact({ rule: 'bm25', pool: examples });
  const predictor = await made.load(artifact, new Map(examples.map((example) => [example.id, example])));
  const [first] = await predictor.predict([question], new AbortController().signal);
  return first;
}

it('is one answer a step, leaves its own example out, and changes no weights', async () => {
  expect(await student(classification)).toMatchObject({
    id: 'api',
    chunk: 1,
    leavesOwnOut: true,
    changes: 'none',
  });
});

describe('an answer out of a closed set', () => {
  it('is written and read by the task, with what it took', async () => {
    const usage = { prompt_tokens: 31, completion_tokens: 2 };
    expect(await answer(classification, [{ content: 'Good.', usage }])).toEqual({
      answer: 'good',
      raw: 'Good.',
      by: 'written',
      shown: ['c', 'a'],
      usage: { prompt: 31, completion: 2 },
    });
    const [body] = api.chats();
    expect(body).toMatchObject({ temperature: 0, max_tokens: 64 });
    expect(body).not.toHaveProperty('stop');
    expect(body).not.toHaveProperty('response_format');
    const shown = examples.filter(({ id }) => id !== 'b').reverse();
    expect(body?.['messages']).toEqual(classification.studentPrompt(question.text, shown));
  });

  it.each(['Hard to say.', 'good or bad', ' '])('is none where it cannot be read (%j)', async (content) => {
    expect(await answer(classification, [{ content, usage: null }])).toEqual({
      answer: null,
      raw: content,
      by: 'written',
      shown: ['c', 'a'],
    });
  });
});

describe('a free-form answer', () => {
  const spoken = 'Two and two.\n#### 4\nQuestion: What is 5 + 5?\n#### 10';

  it('ends at the task’s stop, where the server passes over it too', async () => {
    expect(await answer(gsm8k, [{ content: spoken }])).toMatchObject({
      answer: '4',
      raw: 'Two and two.\n#### 4',
    });
    expect(api.chats()[0]).toMatchObject({ stop: ['\nQuestion:'] });
  });

  it('is whole before its stop, although what a server wrote behind it met the limit', async () => {
    expect(await answer(gsm8k, [{ content: spoken, finish: 'length' }])).toMatchObject({ answer: '4' });
  });

  it('is asked for without what a server refuses, from then on', async () => {
    const refuses = (name: string): MockStep => ({
      match: `"${name}"`,
      status: 400,
      body: { error: { message: `Unsupported parameter: ${name}`, param: name } },
    });
    const steps = [refuses('stop'), refuses('temperature'), { content: spoken, times: null }];
    expect(await answer(gsm8k, steps)).toMatchObject({ answer: '4' });
    expect(api.chats()).toHaveLength(3);
    expect(api.chats()[2]).not.toHaveProperty('stop');
  });

  it('that was cut at its limit counts as it reads', async () => {
    const cut = await answer(gsm8k, [{ content: 'First we', finish: 'length' }]);
    expect(cut).toMatchObject({ answer: null, raw: 'First we' });
  });
});

describe('no answer', () => {
  const failing = (step: MockStep) => rejected(answer(classification, [{ ...step, times: null }]));

  it.each([
    ['student-key', { status: 401 }],
    ['student-quota', { status: 402 }],
    ['student-model', { status: 404 }],
    ['student-refused', { finish: 'content_filter' }],
    ['student-overloaded', { status: 500 }],
    ['student-bad-reply', { body: 'a web page' }],
  ])('is %s, for %j', async (code, step) => {
    const error = await failing(step);
    expect(error.code).toBe(code);
    expect(JSON.stringify(error)).not.toMatch(/teacher|sk-Test/u);
  });

  it('is asked for again after silence', async () => {
    const steps = [{ delayMs: 1500 }, { content: 'good' }];
    expect(await answer(classification, steps, { timeoutSeconds: 1 })).toMatchObject({ answer: 'good' });
    expect(api.chats()).toHaveLength(2);
  });

  it('is said before the first question where the address can be none', async () => {
    expect((await rejected(student(classification, { baseUrl: 'https://a.example/?token=1' }))).code).toBe(
      'bad-address',
    );
    expect((await rejected(student(classification, { preset: 'nobodys' }))).code).toBe('unknown-preset');
  });
});
