import { describe, expect, it } from 'vitest';
import { foldEvents } from '../../core/loop/fold.ts';
import { chartPoints, geometry, guessing } from './accuracy-chart.ts';
import { fixtureEvents, upTo } from './fixture.ts';
import { RunIndex } from './run-index.ts';

const frame = { width: 600, height: 300, left: 44, right: 120, top: 14, bottom: 46 };
const points = chartPoints(foldEvents(fixtureEvents()), new RunIndex());

describe('accuracy chart', () => {
  it('has a point for every iteration and the final fit', () => {
    expect(points.map(({ shown }) => shown)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(points.map(({ last }) => last)).toEqual([false, false, false, false, false, false, true]);
    expect(points[6]?.shares.heldOut).toBeNull();
  });

  it('has none before the first evaluation', () => {
    expect(chartPoints(foldEvents(upTo(fixtureEvents(), 'fitted')), new RunIndex())).toEqual([]);
  });

  it('names the final fit, and keeps the axis still while the run goes on', () => {
    const whole = geometry(points, 'iteration', 6, frame, 'final');
    const part = geometry(points.slice(0, 2), 'iteration', 6, frame, 'final');
    expect(whole.xTicks.map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5', '6', 'final']);
    expect(part.xTicks).toEqual(whole.xTicks);
  });

  it('numbers the last iteration of a run that ended before its final fit', () => {
    const early = geometry(points.slice(0, 3), 'iteration', null, frame, 'final');
    expect(early.xTicks.map(({ text }) => text)).toEqual(['1', '2', '3']);
    const alone = geometry(points.slice(0, 1), 'iteration', null, frame, 'final');
    expect(alone.xTicks.map(({ text }) => text)).toEqual(['1']);
    expect(geometry(points, 'iteration', null, frame, 'final').xTicks.at(-1)?.text).toBe('final');
  });

  it('keeps the level of guessing in sight', () => {
    const { y } = geometry(points, 'iteration', 6, frame, 'final', 1 / 6);
    expect(y(1 / 6)).toBeLessThanOrEqual(frame.height - frame.bottom);
  });

  it('has a level of guessing only where there is a list to guess from', () => {
    expect(guessing(['a', 'b', 'c', 'd'])).toBe(0.25);
    expect(guessing([])).toBeNull();
    expect(guessing(['only'])).toBeNull();
  });

  it('draws inside its frame, also across training set sizes', () => {
    for (const across of ['iteration', 'trainSize'] as const) {
      const { drawn, y } = geometry(points, across, 6, frame, 'final');
      for (const { x, point } of drawn) {
        expect(x).toBeGreaterThanOrEqual(frame.left);
        expect(x).toBeLessThanOrEqual(frame.width - frame.right + 1e-9);
        expect(y(point.shares.test?.interval[0] ?? 1)).toBeLessThanOrEqual(frame.height - frame.bottom);
      }
    }
  });

  it('sets names apart', () => {
    const ys = geometry(points, 'iteration', 6, frame, 'final').labels.map(({ y }) => y);
    expect(ys).toHaveLength(3);
    ys.slice(1).forEach((y, i) => expect(y - (ys[i] ?? 0)).toBeGreaterThanOrEqual(17));
  });
});
