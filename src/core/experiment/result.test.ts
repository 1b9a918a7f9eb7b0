import { describe, expect, it } from 'vitest';
import { tinyDataset, tinyParts, tinyRun, runToEnd } from '../../../test/support/tiny-run.ts';
import { promptedParts } from '../../../test/support/prompted-run.ts';
import { parseConfig } from '../config/schema.ts';
import type { LoopEvent } from '../loop/events.ts';
import { foldEvents } from '../loop/fold.ts';
import type { Cell } from './cell.ts';
import { cellResultOf, firstFitOf } from './result.ts';

const CELL: Cell = { key: 'k', arm: 'llm2llm', draw: 1, size: null, seed: 1, teacher: 0 };

/** Seeds a, b, c, d; test x, y, z. One round: a and b wrong, one example of a accepted, one of b rejected. */
function log(): LoopEvent[] {
  const seeds = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: `seed ${id}`, label: 'no' }));
  const predicted = (
    iteration: number,
    of: 'seeds' | 'test',
    id: string,
    answer: string | null,
  ): LoopEvent => ({
    type: 'predicted',
    iteration,
    of,
    id,
    answer,
    correct: answer === 'no',
  });
  const asked = (iteration: number, test: (string | null)[]): LoopEvent[] => [
    ...seeds.map(({ id }) => predicted(iteration, 'seeds', id, 'no')),
    ...['x', 'y', 'z'].map((id, i) => predicted(iteration, 'test', id, test[i] ?? null)),
  ];
  const fitted = (iteration: number, trainSize: number, steps: number): LoopEvent => ({
    type: 'fitted',
    iteration,
    fold: null,
    trainSize,
    steps,
    loss: 0.5,
    artifact: 0,
  });
  const judged = (parent: string, id: string, reject: string | null): LoopEvent => ({
    type: 'judged',
    iteration: 0,
    id,
    parent,
    attempt: 0,
    text: `new ${id}`,
    label: 'no',
    repaired: false,
    reject,
    rule: 'copy',
  });
  const replied = (parent: string, tokens: number): LoopEvent => ({
    type: 'replied',
    iteration: 0,
    parent,
    attempt: 0,
    messages: [],
    raw: '',
    usage: { prompt: tokens, completion: 1 },
    finish: 'stop',
  });
  return [
    {
      type: 'run-started',
      v: 1,
      config: parseConfig({ data: { id: 'hand' } }),
      labels: ['yes', 'no'],
      seeds,
      test: { count: 3, dataHash: 'h' },
      student: { id: 'head', changes: 'head' },
      teacher: { id: 'api', title: 'x' },
    },
    { type: 'iteration-started', iteration: 0, trainSize: 4, last: false },
    fitted(0, 4, 9),
    ...asked(0, ['no', 'yes', null]),
    { type: 'wrong-collected', iteration: 0, ids: ['a', 'b'] },
    { type: 'selected', iteration: 0, targets: [['b', 1], ['a', 1]] }, // prettier-ignore
    {
      type: 'asked',
      iteration: 0,
      requests: [
        { parent: 'b', count: 1, attempt: 0 },
        { parent: 'a', count: 1, attempt: 0 },
      ],
    },
    replied('b', 10),
    replied('a', 20),
    judged('b', 'b+0', 'too-similar'),
    judged('a', 'a+0', null),
    { type: 'grown', iteration: 0, added: ['a+0'], trainSize: 5 },
    { type: 'iteration-started', iteration: 1, trainSize: 5, last: false },
    fitted(1, 5, 11),
    ...asked(1, ['no', 'no', 'yes']),
    { type: 'wrong-collected', iteration: 1, ids: ['b', 'd'] },
    { type: 'finished', iteration: 1, reason: 'budget' },
  ];
}

describe('cellResultOf', () => {
  it('reads every figure off the run', () => {
    const state = foldEvents(log());
    expect(cellResultOf(CELL, state)).toEqual({
      status: 'done',
      cell: CELL,
      config: state.start?.config,
      test: {
        n: 3,
        outcomes: '110',
        before: '10?',
        answers: [1, 1, 0],
        answersBefore: [1, 0, -1],
      },
      seeds: 4,
      curve: [
        { iteration: 0, examples: 0, trainSize: 4, calls: 0, tokens: 0, steps: 9, right: 1 },
        { iteration: 1, examples: 1, trainSize: 5, calls: 2, tokens: 32, steps: 11, right: 2 },
      ],
      accepted: 1,
      calls: 2,
      tokens: 32,
      rejected: { 'too-similar': 1 },
      labels: null,
      // a was wrong, got an example and is right; b got none that passed; d turned wrong.
      fixes: { wrongAtFirst: 2, augmented: 1, fixed: 1, regressed: 1 },
      reason: 'budget',
    });
  });

  it('knows no tokens from the first reply on that does not say, and no fixes without a second look', () => {
    const silent = log().map((event) => (event.type === 'replied' ? { ...event, usage: null } : event));
    const result = cellResultOf(CELL, foldEvents(silent));
    expect([result.tokens, ...result.curve.map(({ tokens }) => tokens)]).toEqual([null, 0, null]);
    const once = log().filter((event) => !(event.type === 'wrong-collected' && event.iteration === 1));
    expect(cellResultOf(CELL, foldEvents(once)).fixes).toBeNull();
  });

  it('has no places of answers where they are free-form', () => {
    const free = log().map((event) => (event.type === 'run-started' ? { ...event, labels: [] } : event));
    expect(cellResultOf(CELL, foldEvents(free)).test).toMatchObject({ answers: null, answersBefore: null });
  });

  it('counts second looks and disputes', async () => {
    const { parts } = await promptedParts({ filters: { labelCheck: 'teacher' } });
    const { state } = await runToEnd(parts);
    const { labels, rejected } = cellResultOf(CELL, state);
    expect(labels?.disputed).toBe(rejected['label-disputed']);
    expect(labels?.looked).toBeGreaterThan(labels?.disputed ?? 0);
  });

  it('refuses a run that has not finished', () => {
    expect(() => cellResultOf(CELL, foldEvents(log().slice(0, -1)))).toThrow('has not finished');
  });
});

describe('firstFitOf', () => {
  it('is what the seeds-only run comes to, to the byte', async () => {
    const cell = { ...CELL, key: 's', arm: 'seeds-only' };
    const dataset = tinyDataset();
    const { state } = await tinyRun({}, dataset);
    const alone = await runToEnd(await tinyParts({ arm: 'seeds-only' }, dataset));
    const computed = cellResultOf(cell, alone.state);
    const derived = firstFitOf(cellResultOf(CELL, state), cell, computed.config, 'iterations');
    expect(JSON.stringify(derived)).toBe(JSON.stringify(computed));
  });

  it('is what an arm with nothing to spend comes to', async () => {
    const dataset = tinyDataset();
    const { state } = await tinyRun({}, dataset);
    const broke = await runToEnd(await tinyParts({ arm: 'untargeted', stops: { budget: 0 } }, dataset));
    const computed = cellResultOf(CELL, broke.state);
    expect(firstFitOf(cellResultOf(CELL, state), CELL, computed.config, 'budget')).toEqual(computed);
  });
});
