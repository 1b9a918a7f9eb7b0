import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LabError } from '../../core/errors.ts';
import type { PlanFacts } from '../../core/experiment/progress.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import { fakeSpec } from './fake-experiments.ts';
import { Planning } from './planning.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const facts = (cells: number): PlanFacts => ({
  cells,
  computed: cells,
  impossible: [],
  seeds: [20, 20],
  test: 240,
  fits: 1,
  calls: 0,
  cost: null,
});
const spec = (name: string) => fakeSpec({ name });

it('plans once for many changes, and says what came of the last', async () => {
  const asked: string[] = [];
  const planning = new Planning(async ({ name }) => {
    asked.push(name);
    return facts(name.length);
  });
  for (const name of ['a', 'ab', 'abc']) planning.want(spec(name));
  expect(planning.busy).toBe(true);
  await vi.advanceTimersByTimeAsync(400);
  expect(asked).toEqual(['abc']);
  expect(planning).toMatchObject({ busy: false, error: null, facts: { cells: 3 } });
});

it('stops a plan that nobody wants any more, and never shows it', async () => {
  const signals: AbortSignal[] = [];
  const planning = new Planning((wanted: ExperimentSpec, signal) => {
    signals.push(signal);
    const cells = wanted.name.length;
    return new Promise((resolve) => setTimeout(() => resolve(facts(cells)), 1000 / cells));
  });
  planning.want(spec('a'));
  await vi.advanceTimersByTimeAsync(500);
  planning.want(spec('abcd'));
  expect(signals[0]?.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(5000);
  expect(planning.facts?.cells).toBe(4);
  planning.want(null);
  expect(planning).toMatchObject({ facts: null, busy: false });
});

it('gives the reason why it cannot be, until the next change', async () => {
  let refused = true;
  const planning = new Planning(async () => {
    if (refused) throw new LabError('too-few-seeds', 'Too few.', 'Ask for fewer.');
    return facts(1);
  });
  planning.want(spec('a'));
  await vi.advanceTimersByTimeAsync(400);
  expect(planning).toMatchObject({ busy: false, facts: null, error: { code: 'too-few-seeds' } });
  refused = false;
  planning.want(spec('b'));
  expect(planning.error).toBeNull();
  await vi.advanceTimersByTimeAsync(400);
  expect(planning.facts).not.toBeNull();
});
