/** The arms spend what they are given, and runs end when they should. */
import { describe, expect, it } from 'vitest';
import { eventsOf, runToEnd, tinyDataset, tinyParts, tinyRun } from '../../../test/support/tiny-run.ts';
import { iterationRows, learningCurve, resultOf } from './report.ts';

describe('llm2llm', () => {
  it('makes N rounds and N + 1 fits on the whole training set', async () => {
    const { state, log } = await tinyRun({ iterations: 3 });
    expect(iterationRows(state)).toHaveLength(3);
    expect(eventsOf(log, 'fitted').filter(({ fold }) => fold === null)).toHaveLength(4);
    expect(state.finish?.reason).toBe('iterations');
    const rows = iterationRows(state);
    for (const row of rows) {
      const rejected = Object.values(row.rejected).reduce((sum, count) => sum + count, 0);
      expect(row.candidates).toBe(row.accepted + rejected);
    }
    expect(resultOf(state)?.trainSize).toBe(12 + state.augmented.length);
  });

  it('asks for k new examples a wrong seed, one pack reply a call', async () => {
    const { state } = await tinyRun({ iterations: 1, perWrong: 2 });
    const row = iterationRows(state)[0];
    expect(row?.teacherCalls).toBe(2 * (row?.wrong ?? 0));
    expect(row?.accepted).toBe(2 * (row?.wrong ?? 0));
  });

  it('asks again after a rejection, at most `attempts` calls a wanted example', async () => {
    const dataset = tinyDataset(4);
    const pack = (dataset.pack ?? []).map((reply) => ({
      ...reply,
      label: reply.label === 'good' ? 'bad' : 'good',
    }));
    const { state } = await tinyRun({ iterations: 1, attempts: 3 }, { ...dataset, pack });
    const row = iterationRows(state)[0];
    expect(row?.accepted).toBe(0);
    expect(row?.rejected).toEqual({ 'wrong-label': 3 * (row?.wrong ?? 0) });
  });
});

describe('one-shot', () => {
  it('spends the whole budget in one round', async () => {
    const { state } = await tinyRun({ arm: 'one-shot', iterations: 3 });
    const rows = iterationRows(state);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.accepted).toBe(3 * (rows[0]?.wrong ?? 0));
  });
});

describe('untargeted', () => {
  it.each([1, 7, 14, 30])('spends a budget of %i exactly, an equal share an iteration', async (budget) => {
    const { state } = await tinyRun({ arm: 'untargeted', stops: { budget } });
    expect(state.augmented).toHaveLength(budget);
    expect(iterationRows(state)[0]?.accepted).toBe(Math.ceil(budget / 3));
  });

  it('replaces seeds whose replies are used up, until nothing is left', async () => {
    const { state } = await tinyRun({ arm: 'untargeted', stops: { budget: 100 } }, tinyDataset(2));
    expect(state.augmented).toHaveLength(24);
    expect(state.exhausted.size).toBe(12);
  });

  it('without a budget asks as many seeds as are wrong', async () => {
    const { state } = await tinyRun({ arm: 'untargeted' });
    for (const row of iterationRows(state)) expect(row.accepted).toBe(row.wrong);
  });

  it('chooses other seeds than the wrong ones', async () => {
    const { state, log } = await tinyRun({ arm: 'untargeted', stops: { budget: 12 } });
    const wrong = new Set(state.iterations[0]?.wrong);
    const asked = eventsOf(log, 'asked').flatMap(({ requests }) => requests.map(({ parent }) => parent));
    expect(asked.some((id) => !wrong.has(id))).toBe(true);
  });
});

describe('seeds-only', () => {
  it('is one fit whatever the number of iterations', async () => {
    const { state, log } = await tinyRun({ arm: 'seeds-only', iterations: 9 });
    expect(eventsOf(log, 'fitted')).toHaveLength(1);
    expect(iterationRows(state)).toEqual([]);
    expect(resultOf(state)?.testAccuracy.n).toBe(10);
  });

  it('equals the first fit of llm2llm', async () => {
    const [only, loop] = [await tinyRun({ arm: 'seeds-only' }), await tinyRun()];
    expect(resultOf(only.state)?.testAccuracy).toEqual(learningCurve(loop.state)[0]?.testAccuracy);
  });
});

describe('seeds-repeated', () => {
  it('repeats the seeds evenly and takes the optimiser steps of as many examples', async () => {
    const student = { fit: 'minibatch' as const, epochs: 4, batchSize: 5 };
    const { state, log } = await tinyRun({ arm: 'seeds-repeated', stops: { budget: 24 }, student });
    expect(state.augmented).toHaveLength(24);
    const counts = state.start?.seeds.map(
      ({ id }) => state.augmented.filter(({ parent }) => parent === id).length,
    );
    expect(counts?.every((count) => count === 2)).toBe(true);
    expect(state.calls).toBe(0);
    // A fold must not train on copies of the seeds it holds out.
    const folds = eventsOf(log, 'fitted').filter(({ fold, iteration }) => fold !== null && iteration === 2);
    expect(folds.map(({ trainSize }) => trainSize).every((size) => size < 12 + 16 - 4)).toBe(true);
    const whole = eventsOf(log, 'fitted').filter(({ fold }) => fold === null);
    expect(whole[whole.length - 1]?.steps).toBe(4 * Math.ceil(36 / 5));
  });

  it.each([
    { budget: 24, even: true },
    { budget: 18, even: false },
  ])('differs from the seeds alone only by uneven repetition, fitted to the end ($budget)', async (one) => {
    const answers = async (arm: string): Promise<(readonly number[] | undefined)[]> => {
      const { state } = await tinyRun({ arm, iterations: 1, stops: { budget: one.budget } });
      return [...(state.iterations.at(-1)?.test.values() ?? [])].map(({ scores }) => scores);
    };
    const [repeated, only] = [await answers('seeds-repeated'), await answers('seeds-only')];
    const apart = repeated.flatMap((scores, i) =>
      (scores ?? []).map((score, j) => Math.abs(score - (only[i]?.[j] ?? NaN))),
    );
    expect(apart).toHaveLength(20);
    // The optimum is the same; the optimiser stops within 1e-6 of it.
    if (one.even) expect(Math.max(...apart)).toBeLessThan(1e-4);
    else expect(Math.max(...apart)).toBeGreaterThan(1e-3);
  });
});

describe('stops', () => {
  it('spends no more than the budget of accepted examples', async () => {
    const { state } = await tinyRun({ stops: { budget: 4 } });
    expect(state.augmented).toHaveLength(4);
    expect(state.finish?.reason).toBe('budget');
    expect(state.iterations[state.iterations.length - 1]?.last).toBe(true);
  });

  it.each(['budget', 'maxCalls'] as const)('takes a %s of 0', async (name) => {
    const { state, log } = await tinyRun({ stops: { [name]: 0 } });
    expect(eventsOf(log, 'asked')).toEqual([]);
    expect(resultOf(state)?.trainSize).toBe(12);
  });

  it('makes no more than the allowed calls', async () => {
    const { state } = await tinyRun({ stops: { maxCalls: 5 } });
    expect(state.calls).toBe(5);
    expect(state.finish?.reason).toBe('max-calls');
  });

  it('ends when nothing is wrong, without fitting again', async () => {
    const { state, log } = await tinyRun({ wrongSet: { rule: 'in-sample' }, student: { l2: 0 } });
    expect(state.finish?.reason).toBe('no-wrong');
    expect(eventsOf(log, 'fitted').filter(({ fold }) => fold === null)).toHaveLength(state.iterations.length);
  });

  it('ends at the accuracy on the seeds that was asked for', async () => {
    const { state } = await tinyRun({ stops: { seedAccuracy: 0.1 } });
    expect(state.finish?.reason).toBe('seed-accuracy');
    expect(state.augmented).toEqual([]);
  });

  it('ends when the wrong set does not shrink', async () => {
    // The teacher only repeats its seeds, so nothing is accepted and nothing changes.
    const dataset = tinyDataset(9);
    const pack = (dataset.pack ?? []).map((reply) => ({
      ...reply,
      text: dataset.seeds.find(({ id }) => id === reply.seed)?.text ?? '',
    }));
    const { state } = await tinyRun({ iterations: 9, stops: { patience: 2 } }, { ...dataset, pack });
    expect(state.finish?.reason).toBe('patience');
    expect(state.iterations).toHaveLength(3);
  });

  it('ends when the replies are used up', async () => {
    const { state } = await tinyRun({ iterations: 50, student: { l2: 100 } }, tinyDataset(1));
    expect(state.finish?.reason).toBe('replies-used-up');
    expect(state.iterations.length).toBeLessThan(50);
  });
});

describe('the wrong set', () => {
  it('asks every seed once of a fit that has not seen it, in strata', async () => {
    const { state } = await tinyRun({ iterations: 1 });
    const it0 = state.iterations[0];
    expect(it0?.folds.size).toBe(3);
    expect(it0?.heldOut.size).toBe(12);
    expect([...(it0?.folds.values() ?? [])].map(({ trainSize }) => trainSize)).toEqual([8, 8, 8]);
  });

  it('gives each seed a fold of its own by leave-one-out', async () => {
    const { state } = await tinyRun({ iterations: 1, wrongSet: { rule: 'leave-one-out' } });
    expect(state.iterations[0]?.folds.size).toBe(12);
  });

  it('leaves the held-out seeds’ children out where told to', async () => {
    const sizes = async (withoutChildren: boolean): Promise<number[]> => {
      const { state } = await tinyRun({ iterations: 2, wrongSet: { folds: 3, withoutChildren } });
      return [...(state.iterations[1]?.folds.values() ?? [])].map(({ trainSize }) => trainSize);
    };
    const [all, without] = [await sizes(false), await sizes(true)];
    expect(Math.min(...without)).toBeLessThan(Math.min(...all));
  });

  it('asks an expensive student one logged answer at a time, and keeps its fold weights', async () => {
    const parts = await tinyParts({ iterations: 1 });
    const { log } = await runToEnd({
      ...parts,
      trainer: { ...parts.trainer, cheap: false },
      student: { ...parts.student, chunk: 1 },
    });
    expect(eventsOf(log, 'fitted').every(({ artifact }) => artifact !== undefined)).toBe(true);
    expect(eventsOf(log, 'predicted').filter(({ of }) => of === 'held-out')).toHaveLength(12);
  });
});

it('measures the augmented examples when asked to', async () => {
  const { state } = await tinyRun({ measureAugmented: true });
  expect(learningCurve(state)[3]?.augmentedAccuracy?.n).toBe(state.augmented.length);
});
