/** Word problems and multiple choice from end to end, with a student and a teacher behind an API that misbehaves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerIn,
  mannerOf,
  studentQuestion,
  studentSteps,
  writtenDataset,
  writtenParts,
  type WrittenTask,
} from '../../../test/support/api-run.ts';
import { startMockApi, type MockApi, type MockStep } from '../../../test/support/mock-api.ts';
import { eventsOf, runToEnd, type TinyConfig } from '../../../test/support/tiny-run.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import { studentTokensOf } from './budget.ts';
import { driveRun } from './drive.ts';
import { parseEvent } from './event-schema.ts';
import { foldEvents } from './fold.ts';
import { iterationRows } from './report.ts';

const apis: MockApi[] = [];
afterAll(() => Promise.all(apis.map((api) => api.close())));

describe.each<WrittenTask>(['gsm8k', 'casehold'])('%s', (task) => {
  const dataset = writtenDataset(task);
  let api: MockApi;
  beforeAll(async () => {
    api = await startMockApi();
    apis.push(api);
  });

  /** A run from its beginning; `steps` come before what student and teacher usually say. */
  async function run(steps: readonly MockStep[] = [], config: TinyConfig = {}, store = new MemoryRunStore()) {
    api.play({ steps: [...steps, ...studentSteps(dataset)] });
    const parts = await writtenParts(api, task, config);
    return { parts, ...(await runToEnd(parts, store)) };
  }

  it('asks, reads, augments and measures', async () => {
    const { state, log } = await run();
    const seeds = state.start?.seeds ?? [];
    expect(seeds).toHaveLength(6);
    for (const event of eventsOf(log, 'predicted')) {
      const manner = mannerOf(event.id);
      expect(event).toMatchObject({ correct: manner === 'right', by: 'written', usage: { prompt: 100 } });
      expect(event.answer === null).toBe(manner === 'unparsable');
      expect(event.raw).toBe(
        answerIn(manner, [...seeds, ...dataset.test].find((e) => e.id === event.id) ?? fail()),
      );
      expect(event.shown?.length).toBe(2);
      expect(event.shown).not.toContain(event.id);
    }
    const answers = eventsOf(log, 'predicted').length;
    expect(studentTokensOf(state)?.promptTokens).toBe(100 * answers);
    // What cannot be read is counted apart from what is wrong, and augmented like it.
    const [first] = iterationRows(state);
    const unread = [...seeds, ...dataset.test].filter(({ id }) => mannerOf(id) === 'unparsable');
    expect(first?.unparsable).toBe(unread.length);
    expect(unread.length).toBeGreaterThan(1);
    expect(state.iterations[0]?.wrong).toEqual(
      seeds.filter(({ id }) => mannerOf(id) !== 'right').map(({ id }) => id),
    );
    expect(state.augmented.length).toBe(2 * (state.iterations[0]?.wrong?.length ?? NaN));
    expect(foldEvents(log.map((event, i) => parseEvent(JSON.parse(JSON.stringify(event)), i + 1)))).toEqual(
      state,
    );
  });

  it('puts the same words to the student in training and in evaluation, greedily', async () => {
    const { parts } = await run();
    const asked = api.chats().filter(({ model }) => model === 'mock-student');
    expect(asked.length).toBeGreaterThan(20);
    for (const { temperature, stop, response_format, max_tokens, messages } of asked) {
      expect({ temperature, stop, response_format, max_tokens }).toEqual({
        temperature: 0,
        stop: parts.task.freeForm?.stop,
        response_format: undefined,
        max_tokens: 512,
      });
      expect((messages as unknown[]).length).toBe(6);
    }
    const [first] = asked;
    const [seed] = parts.seeds;
    expect((first?.['messages'] as unknown[]).at(-1)).toEqual(
      parts.task.studentPrompt(seed?.text ?? '').at(-1),
    );
  });

  it('is the same log twice, byte for byte', async () => {
    const [one, other] = [await run(), await run()];
    expect(JSON.stringify(one.log)).toBe(JSON.stringify(other.log));
  });

  it('is the same log over a bad line: slow replies, 429, replies cut off in the middle', async () => {
    const smooth = await run();
    const calls = api.chats().length;
    const [a, b, c] = dataset.test;
    const trouble: MockStep[] = [
      { ...studentQuestion(a ?? fail()), delayMs: 1500 },
      { ...studentQuestion(b ?? fail()), status: 429, headers: { 'retry-after': '7' } },
      { ...studentQuestion(b ?? fail()), status: 503 },
      { ...studentQuestion(c ?? fail()), content: 'word '.repeat(99), pieceBytes: 50, cutAfterBytes: 500 },
      { ...studentQuestion(c ?? fail()), cutAfterBytes: 0 },
      { match: 'mock-teacher', status: 429, headers: { 'retry-after': '1' } },
      { match: 'mock-teacher', cutAfterBytes: 300, pieceBytes: 60 },
      { match: 'mock-teacher', delayMs: 100, chunkDelayMs: 5 },
    ];
    const rough = await run(trouble);
    expect(JSON.stringify(rough.log)).toBe(JSON.stringify(smooth.log));
    expect(api.chats().length).toBe(calls + trouble.length - 1);
  });

  it('goes on without what a teacher garbled, cut or did not send in time, and drops nothing unseen', async () => {
    const { state, log } = await run([
      { match: 'mock-teacher', content: 'I would rather not.' },
      { match: 'mock-teacher', content: '{"examples":[{"question":"Half an ex', finish: 'length' },
      { match: 'mock-teacher', delayMs: 1500 },
      { match: 'mock-teacher', content: ' ' },
    ]);
    expect(eventsOf(log, 'call-failed').map(({ error }) => error.code)).toEqual([
      'teacher-timeout',
      'teacher-empty',
    ]);
    const asked = eventsOf(log, 'asked').flatMap(({ requests }) => requests);
    expect(asked).toHaveLength(eventsOf(log, 'replied').length + eventsOf(log, 'call-failed').length);
    const key = ({ iteration, parent, attempt }: { iteration: number; parent: string; attempt: number }) =>
      `${iteration} ${parent} ${attempt}`;
    const judged = new Set(eventsOf(log, 'judged').map(key));
    for (const reply of eventsOf(log, 'replied')) expect(judged.has(key(reply))).toBe(true);
    expect(eventsOf(log, 'judged').filter(({ reject }) => reject !== null).length).toBeGreaterThanOrEqual(2);
    expect(state.finish?.reason).toBe('iterations');
    expect(state.augmented.length).toBe(2 * (state.iterations[0]?.wrong?.length ?? NaN));
  });

  it('pays nothing twice when it is killed and goes on', async () => {
    const whole = await run();
    const calls = api.chats().length;
    for (const kills of [[3, 9, 20], [1, 31, 44, 60], Array.from({ length: 40 }, (_, i) => 2 * i + 1)]) {
      const store = new MemoryRunStore();
      api.play({ steps: studentSteps(dataset) });
      for (const at of [...kills, Infinity]) {
        const stop = new AbortController();
        const parts = await writtenParts(api, task);
        const onEvent = (_event: unknown, _state: unknown, index: number): void => {
          if (index >= at) stop.abort();
        };
        await driveRun({ id: 'run', parts, store, signal: stop.signal, onEvent }).catch((error: unknown) => {
          expect(error).toMatchObject({ name: 'AbortError' });
        });
      }
      expect(await store.read('run')).toEqual(whole.log);
      expect(api.chats()).toHaveLength(calls);
    }
  });

  it.each([
    ['student-key', { status: 401, body: { error: { message: 'Incorrect API key provided' } } }],
    ['student-refused', { status: 400, body: { error: { message: 'flagged', code: 'content_filter' } } }],
    ['student-overloaded', { status: 503, times: 4 }],
  ])('is interrupted, not wrong, where an answer cannot be had (%s)', async (code, step) => {
    const smooth = await run();
    const store = new MemoryRunStore();
    const trouble = { ...studentQuestion(dataset.test[1] ?? fail()), ...step };
    await expect(run([trouble], {}, store)).rejects.toMatchObject({ code });
    const before = await store.read('run');
    expect(before.at(-1)).toMatchObject({ type: 'interrupted', error: { code } });
    await runToEnd(await writtenParts(api, task), store);
    const log = (await store.read('run')).filter(({ type }) => type !== 'interrupted');
    expect(log).toEqual(smooth.log);
  });

  it('shows fewer demonstrations where the server has no room, and says what does not fit at all', async () => {
    const full = { status: 400, body: { error: { message: 'too many', code: 'context_length_exceeded' } } };
    const [one, other] = dataset.test;
    const { log } = await run([
      { ...studentQuestion(one ?? fail()), ...full },
      { ...studentQuestion(other ?? fail()), ...full, times: null },
    ]);
    const first = (id: string) => eventsOf(log, 'predicted').find((event) => event.id === id);
    expect(first('t-0')).toMatchObject({ shown: [expect.any(String)], correct: false });
    expect(first('t-0')?.raw).toBeDefined();
    expect(first('t-1')).toMatchObject({ answer: null, problem: 'too-long', shown: [] });
  });

  it.each(['auggpt', 'distillation', 'untargeted', 'llm2llm-augmented', 'one-shot', 'llm2llm-continue'])(
    'runs the arm %s',
    async (arm) => {
      const { state, log } = await run([], { arm, stops: { budget: 4 } });
      expect(state.augmented).toHaveLength(4);
      expect(state.finish?.reason).toBe('budget');
      if (arm !== 'distillation') return;
      const pool = new Set(dataset.seeds.map(({ id }) => id));
      for (const { id } of state.start?.seeds ?? []) pool.delete(id);
      expect(state.augmented.every(({ parent }) => pool.has(parent))).toBe(true);
      // The teacher's label, where gold would be another: the mock has no idea.
      expect(eventsOf(log, 'replied')[0]?.raw).toMatch(task === 'gsm8k' ? /#### 12/u : /"A"/u);
    },
  );

  it('runs the arm eda, which leaves numbers and choices alone', async () => {
    const words = ['fills', 'boxes', 'pack', 'court', 'turns', 'matter', 'follows', 'number'];
    const synonyms = () => Promise.resolve(new Map(words.map((word) => [word, [`${word}wise`]])));
    api.play({ steps: studentSteps(dataset) });
    // With fewer words changed, a text with five choices in it is nearly the same as before.
    const teacher = { id: 'eda', alpha: 0.6 } as const;
    const parts = await writtenParts(api, task, { arm: 'eda', teacher, stops: { budget: 4 } }, { synonyms });
    const { state } = await runToEnd(parts);
    expect(state.augmented).toHaveLength(4);
    const frame = (text: string): string =>
      task === 'gsm8k' ? (text.match(/\d+/gu) ?? []).join() : text.split('\n').slice(-5).join();
    for (const { text, label, root } of state.augmented) {
      const seed = state.examples.get(root) ?? fail();
      expect({ frame: frame(text), label }).toEqual({ frame: frame(seed.text), label: seed.label });
      expect(text).not.toBe(seed.text);
    }
  });

  it('sends no key of the teacher’s to another address', async () => {
    const keyFor = (_baseUrl: string, role: string) =>
      role === 'teacher' ? 'sk-the-teachers-own' : undefined;
    api.play({ steps: studentSteps(dataset) });
    await runToEnd(await writtenParts(api, task, { arm: 'seeds-only' }, { keyFor }));
    expect(new Set(api.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer sk-the-teachers-own']),
    );
    api.play({ steps: studentSteps(dataset) });
    const elsewhere = { id: 'api', baseUrl: 'https://b.example/v1', model: 'm' } as const;
    await runToEnd(await writtenParts(api, task, { arm: 'seeds-only', teacher: elsewhere }, { keyFor }));
    expect(new Set(api.requests.map(({ headers }) => headers.authorization))).toEqual(new Set([undefined]));
  });
});

function fail(): never {
  throw new Error('The data set has no such example.');
}

it('takes no rephrasing of a word problem that says another answer than its parent', async () => {
  const api = await startMockApi();
  apis.push(api);
  const changed = { question: 'Ada packs jars into other boxes. How many?', solution: 'So many.\n#### 1' };
  const content = JSON.stringify({ examples: [changed] });
  const steps = [{ match: 'mock-teacher', content }, ...studentSteps(writtenDataset('gsm8k'))];
  api.play({ steps });
  const { log } = await runToEnd(await writtenParts(api, 'gsm8k', { arm: 'auggpt' }));
  const [first, ...others] = eventsOf(log, 'judged');
  expect(first).toMatchObject({ reject: 'wrong-label', rule: 'same-answer' });
  expect(others.some(({ reject }) => reject === null)).toBe(true);
});
