import { expect, it } from 'vitest';
import type { CellResult } from '../../core/experiment/cell.ts';
import { planCells } from '../../core/experiment/plan.ts';
import { fakeData, fakeDone, fakeSpec } from './fake-experiments.ts';
import { failuresOf, markRows } from './marks.ts';

const cells = planCells(
  fakeSpec({ sizes: { values: [1, 2] }, arms: ['llm2llm', 'seeds-only'] }),
  fakeData,
).map(({ cell }) => cell);
const error = { code: 'needs-live-teacher', message: 'No.', remedy: 'Choose one.' };
const failed = (at: number): CellResult[] => {
  const cell = cells[at];
  return cell ? [{ status: 'failed', cell, error }] : [];
};
const byKey = (list: readonly CellResult[]) => new Map(list.map((result) => [result.cell.key, result]));

it('gives every run a mark, a row for every arm and size', () => {
  const results = byKey([...cells.slice(0, 1).map(fakeDone), ...failed(2)]);
  const rows = markRows(cells, results, cells.slice(3, 4));
  expect(rows.map(({ arm, size, marks }) => [arm, size, ...marks.map(({ state }) => state)])).toEqual([
    ['llm2llm', 1, 'done', 'open'],
    ['llm2llm', 2, 'failed', 'running'],
    ['seeds-only', 1, 'open', 'open'],
    ['seeds-only', 2, 'open', 'open'],
  ]);
  expect(rows[1]?.counts).toEqual({ done: 0, failed: 1, running: 1, open: 0 });
});

it('shows a failed run that is tried again as running', () => {
  const rows = markRows(cells, byKey(failed(0)), cells.slice(0, 1));
  expect(rows[0]?.marks[0]?.state).toBe('running');
});

it('says each reason once', () => {
  const results = [...failed(0), ...failed(1), ...failed(5), ...cells.slice(6, 7).map(fakeDone)];
  expect(failuresOf(results)).toEqual([{ error, arms: ['llm2llm', 'seeds-only'], cells: 3 }]);
});
