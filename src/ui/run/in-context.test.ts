/** A run of language models in words and figures: who is asked, how answers are found, what calls take. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../core/config/schema.ts';
import { usageOf } from '../../core/loop/budget.ts';
import { foldEvents } from '../../core/loop/fold.ts';
import type { LoopEvent } from '../../core/loop/events.ts';
import type { RunState } from '../../core/loop/state.ts';
import { answerMethods } from './answer-methods.ts';
import { budgetRows, isCounted } from './budget.ts';
import { CallClock } from './call-clock.ts';
import { upTo } from './fixture.ts';
import { inContextEvents, STUDENT } from './fixture-in-context.ts';
import { loopFigure } from './loop-figure.ts';
import { modelsIn } from './remedy.ts';
import { RunIndex } from './run-index.ts';
import { sentence, underSentence } from './sentence.ts';
import { wrongIds, wrongSeed } from './wrong-seeds.ts';
import { isDispute, rejectedOf } from './written.ts';

const events = inContextEvents();
const state = foldEvents(events);
const config = state.start?.config ?? parseConfig({});
const text = (of: typeof config, start: RunState['start']) =>
  sentence(of, start)
    .map((part) => (typeof part === 'string' ? part : part.text))
    .join('');

describe('a student that reads examples', () => {
  it('is named, with its weights unchanged, before the run and in it', () => {
    const says =
      /^Teaching a language model \(SmolLM2-135M-Instruct-q0f16 in this tab, weights unchanged\) reading 4 examples in its prompt on/u;
    expect(text(config, null)).toMatch(says);
    expect(text(config, state.start)).toMatch(says);
    const none = parseConfig({ ...config, student: { ...config.student, demonstrations: 'none' } });
    expect(text(none, null)).toContain('reading no examples in its prompt');
  });

  it('can be its own teacher', () => {
    const self = parseConfig({ ...config, teacher: { id: 'webllm', model: STUDENT } });
    expect(text(self, null)).toContain('with itself as the teacher');
    const other = parseConfig({ ...config, teacher: { id: 'webllm', model: 'Qwen3-0.6B-q4f16_1-MLC' } });
    expect(text(other, null)).toContain('with Qwen3-0.6B-q4f16_1 in this tab');
  });

  it('says how its answers are found, from the answers', () => {
    expect(answerMethods(foldEvents(events.slice(0, 3)))).toEqual([]);
    expect(answerMethods(state)).toEqual(['scored']);
    expect(underSentence(config, state.start, ['scored']).join(' ')).toMatch(
      /examples nearest by words.*never its own demonstration.*scored by its likelihood/u,
    );
    expect(underSentence(config, state.start, ['grammar']).join(' ')).toContain(
      'allows only labels, because',
    );
  });

  it('is asked each seed once, and those answers count as held out', () => {
    const index = new RunIndex();
    const it0 = state.iterations[0];
    expect(it0?.heldOut.size).toBe(0);
    const [row] = index.rows(state);
    expect(row?.seedAccuracy).toBeNull();
    expect(row?.heldOut?.n).toBe(20);
    if (!it0) throw new Error('The fixture has iterations.');
    expect(wrongIds(state, it0).length).toBe(row?.wrong);
  });

  it('shows what stood in its prompt', () => {
    const it0 = state.iterations[0];
    const id = it0?.wrong?.[0];
    if (!it0 || id === undefined) throw new Error('The fixture has wrong seeds.');
    const seed = wrongSeed(state, new RunIndex(), it0, id);
    expect(seed.demonstrations?.map((shown) => shown.id)).not.toContain(id);
    expect(seed.demonstrations?.[0]?.augmented).toBe(false);
    expect(seed.scores).toHaveLength(2);
  });

  it('is not said to be trained', () => {
    const doing = (log: LoopEvent[]) => loopFigure(foldEvents(log)).doing;
    expect(doing(upTo(events, 'fitted'))).toBe(
      'Nothing was trained: 20 examples to choose those in the prompt from.',
    );
    expect(doing(upTo(events, 'predicted', 25))).toMatch(/each without itself among the examples shown/u);
  });
});

it('labels in dispute carry both labels, or why there is none', () => {
  const disputes = rejectedOf(state, new RunIndex(), isDispute, 10);
  expect(disputes.map(({ reject, look }) => [reject, look?.label ?? null, look?.why ?? null])).toEqual([
    ['label-disputed', disputes[0]?.label === 'positive' ? 'negative' : 'positive', null],
    ['label-unchecked', null, 'Hard to say.'],
  ]);
});

describe('what the teacher takes', () => {
  it('is "at least" where a reply did not say, and what is left of each cap', () => {
    const usage = usageOf(state);
    const rows = Object.fromEntries(budgetRows(config, usage, null).map((row) => [row.name, row]));
    expect(rows['prompt']?.soFar).toBe(`at least ${usage.promptTokens.toLocaleString('en')}`);
    expect(rows['calls']?.left).toBe(`${50 - usage.calls} of 50`);
    const together = usage.promptTokens + usage.completionTokens;
    expect(rows['together']?.left).toBe(`${(20_000 - together).toLocaleString('en')} of 20,000`);
    expect(rows['money']?.soFar).toMatch(/^at least 0\.0/u);
    expect(rows['time']).toBeUndefined();
  });

  it('is not reported where no reply said anything', () => {
    const silent = { ...usageOf(state), promptTokens: 0, completionTokens: 0, unknown: 3, cost: null };
    const rows = budgetRows(config, silent, null);
    expect(rows.filter(({ soFar }) => soFar === 'not reported').map(({ name }) => name)).toEqual([
      'prompt',
      'reply',
      'together',
      'money',
    ]);
  });

  it('is not counted for a teacher that costs nothing', () => {
    expect(isCounted(parseConfig({ data: { id: 'x' } }))).toBe(false);
    expect(isCounted(config)).toBe(true);
  });

  it('is timed while the run plays and asks, not while it waits for something else', () => {
    const clock = new CallClock();
    expect(clock.secondsPerCall).toBeUndefined();
    clock.see(0, true, 0);
    clock.see(0, true, 900);
    clock.see(1, true, 2000);
    clock.see(1, false, 3000);
    clock.see(1, true, 90_000);
    clock.see(3, true, 98_000);
    expect(clock.secondsPerCall).toBeCloseTo(10 / 3);
  });
});

it('a remedy about a model leads to the models', () => {
  const error = (code: string, remedy: string) => ({ code, message: '', remedy });
  const missing = error('model-not-downloaded', 'Download it under Models (about 135 MB), then press Play.');
  expect(modelsIn(missing)).toEqual({
    before: 'Download it under ',
    after: ' (about 135 MB), then press Play.',
  });
  expect(modelsIn(error('gpu-lost', 'Press Play.'))?.before).toBe(
    'Press Play. What this browser and its graphics card can do stands under ',
  );
  expect(modelsIn(error('storage-full', 'Delete runs.'))).toBeNull();
  expect(modelsIn(error('teacher-key', 'Models'))).toBeNull();
});
