import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CellResult } from '../../core/experiment/cell.ts';
import { planCells } from '../../core/experiment/plan.ts';
import { fakeData, fakeDone, fakeSpec } from './fake-experiments.ts';
import { LiveReport } from './live-report.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const results = planCells(fakeSpec(), fakeData).map(({ cell }): CellResult => fakeDone(cell));
const first = (n: number) => results.slice(0, n);

/** Each report takes `took` milliseconds to make. */
function live(took: number) {
  const made: number[] = [];
  const report = new LiveReport(
    async (from: readonly CellResult[]) => {
      made.push(from.length);
      await new Promise((resolve) => setTimeout(resolve, took));
      return from.length;
    },
    () => Date.now(),
  );
  return { report, made };
}

it('makes the first report at once, and further ones with pauses, from the latest results', async () => {
  const { report, made } = live(500);
  for (const n of [1, 2, 3]) report.want(first(n));
  await vi.advanceTimersByTimeAsync(500);
  expect(report.made).toBe(1);
  await vi.advanceTimersByTimeAsync(4900);
  expect(made).toEqual([1]); // ten times as long as it took
  await vi.advanceTimersByTimeAsync(700);
  expect([made, report.made]).toEqual([[1, 3], 3]);
});

it('does not let the last results wait', async () => {
  const { report, made } = live(500);
  report.want(first(1));
  await vi.advanceTimersByTimeAsync(1000);
  report.want(first(5));
  report.want(first(6), true);
  await vi.advanceTimersByTimeAsync(500);
  expect([made, report.made]).toEqual([[1, 6], 6]);
});

it('does not let them wait for more than the report under way', async () => {
  const { report, made } = live(500);
  report.want(first(1));
  await vi.advanceTimersByTimeAsync(100);
  report.want(first(6), true);
  await vi.advanceTimersByTimeAsync(900);
  expect([made, report.made]).toEqual([[1, 6], 6]);
});

it('keeps the last report when one cannot be made, and says why', async () => {
  let broken = false;
  const report = new LiveReport(
    async (from: readonly CellResult[]) => {
      if (broken) throw new Error('lost');
      return from.length;
    },
    () => 0,
  );
  report.want(first(1));
  await vi.advanceTimersByTimeAsync(0);
  broken = true;
  report.want(first(2), true);
  await vi.advanceTimersByTimeAsync(0);
  expect(report).toMatchObject({ made: 1, error: { code: 'unexpected' } });
  report.stop();
  report.want(first(3), true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(report.made).toBe(1);
});
