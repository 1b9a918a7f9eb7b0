import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { normalCdf, t95 } from './normal.ts';

describe('the distributions', () => {
  it('give the t table', () => {
    // Fisher and Yates, Statistical Tables, table III, P = 0.05.
    for (const [df, t] of [
      [1, 12.706],
      [2, 4.303],
      [4, 2.776],
      [5, 2.571],
      [9, 2.262],
      [19, 2.093],
      [30, 2.042],
      [120, 1.98],
    ] as const) {
      expect(t95(df)).toBeCloseTo(t, 3);
    }
  });

  it('give the normal table', () => {
    for (const [z, p] of [
      [-3, 0.0013499],
      [-1.96, 0.0249979],
      [0, 0.5],
      [1, 0.8413447],
    ] as const) {
      expect(normalCdf(z)).toBeCloseTo(p, 6);
    }
  });
});

describe('bootstrapInterval', () => {
  it('has none for fewer than five values', () => {
    expect(bootstrapInterval([])).toBeNull();
    expect(bootstrapInterval([1, 2, 3, 4])).toBeNull();
  });

  it('is a point where nothing varies', () => {
    expect(bootstrapInterval([0.5, 0.5, 0.5, 0.5, 0.5, 0.5])).toEqual([0.5, 0.5]);
  });

  it('moves and stretches with the values, and is the same every time', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const [low, high] = bootstrapInterval(values) ?? [0, 0];
    expect(low).toBeGreaterThan(1);
    expect(high).toBeLessThan(9);
    const moved = bootstrapInterval(values.map((one) => 2 * one + 1)) ?? [0, 0];
    expect(moved[0]).toBeCloseTo(2 * low + 1, 12);
    expect(moved[1]).toBeCloseTo(2 * high + 1, 12);
    expect(bootstrapInterval(values)).toEqual([low, high]);
  });

  it('is near the normal interval for many values', () => {
    const values = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const [low, high] = bootstrapInterval(values) ?? [0, 0];
    expect(high).toBeCloseTo(1.972 / Math.sqrt(199), 1);
    expect(low).toBeCloseTo(-1.972 / Math.sqrt(199), 1);
  });

  it.each([5, 8, 20])('holds the true mean about 95 times in 100 for %i values', (n) => {
    const random = randomStream(7, 'coverage', n);
    // Twelve uniform numbers less six: near enough to normal, with mean 0.
    const one = (): number => Array.from({ length: 12 }, () => random.unit()).reduce((a, b) => a + b, -6);
    let held = 0;
    for (let trial = 0; trial < 300; trial++) {
      const [low, high] = bootstrapInterval(Array.from({ length: n }, one)) ?? [1, -1];
      if (low <= 0 && high >= 0) held += 1;
    }
    expect(held / 300).toBeGreaterThan(0.9);
    expect(held / 300).toBeLessThan(0.99);
  });
});
