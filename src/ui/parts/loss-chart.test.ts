import { describe, expect, it } from 'vitest';
import type { LossPoint } from './loss-chart.ts';
import { lossGeometry, lossRows } from './loss-chart.ts';

const frame = { width: 400, height: 200, left: 40, right: 10, top: 10, bottom: 40 };

describe('a loss curve', () => {
  it('is drawn from 0 over the steps that are to come', () => {
    const points: LossPoint[] = [
      [1, 2],
      [5, 1],
    ];
    const { last, yTicks, line } = lossGeometry(points, 10, frame);
    expect(last).toEqual({ x: 40 + 350 / 2, y: 160 - 150 / 2 });
    expect(yTicks[0]).toEqual({ y: 160, value: 0 });
    expect(line).toBe('M75,10L215,85');
  });

  it('takes its steps for all there are where nobody says how many', () => {
    expect(lossGeometry([[4, 1]], null, frame).last?.x).toBe(390);
  });

  it('can be empty, or flat at 0', () => {
    expect(lossGeometry([], null, frame)).toMatchObject({ line: '', last: null });
    expect(lossGeometry([[1, 0]], null, frame).last?.y).toBe(160);
  });

  it('names whole steps only', () => {
    const { xTicks } = lossGeometry([[1, 1]], 2, { ...frame, width: 900 });
    expect(xTicks.map(({ value }) => value)).toEqual([0, 1, 2]);
  });
});

describe('the rows of its table', () => {
  const points = Array.from({ length: 1001 }, (_, i): LossPoint => [i, 1 / (i + 1)]);

  it('are as many as can be read, evenly, the last among them', () => {
    const rows = lossRows(points, 100);
    expect(rows.length).toBeLessThanOrEqual(100);
    expect(rows.at(-1)).toEqual(points.at(-1));
    const steps = rows.map(([step]) => step);
    expect(new Set(steps.slice(1).map((step, i) => step - (steps[i] ?? 0))).size).toBe(1);
  });

  it('are all where they are few', () => {
    expect(lossRows(points.slice(0, 7), 100)).toEqual(points.slice(0, 7));
    expect(lossRows([], 100)).toEqual([]);
  });
});
