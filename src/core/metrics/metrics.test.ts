import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOf } from './mean.ts';
import { wilson } from './wilson.ts';

describe('wilson', () => {
  // Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is [%f, %f], as published', (successes, n, low, high) => {
    const { interval } = wilson(successes, n);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  it('holds the share and stays in [0, 1]', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const { value, interval } = wilson(Math.round(share * n), n);
          expect(interval[0]).toBeGreaterThanOrEqual(0);
          expect(interval[1]).toBeLessThanOrEqual(1);
          expect(interval[0]).toBeLessThanOrEqual(value + 1e-12);
          expect(interval[1]).toBeGreaterThanOrEqual(value - 1e-12);
        },
      ),
    );
  });

  it('knows nothing from nothing', () => {
    expect(wilson(0, 0).interval).toEqual([0, 1]);
  });
});

describe('meanOf', () => {
  it('gives the mean and its standard error', () => {
    expect(meanOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, standardError: Math.sqrt(32 / 7 / 8), n: 8 });
  });

  it('has no error for one value and no mean for none', () => {
    expect(meanOf([3]).standardError).toBeNull();
    expect(() => meanOf([])).toThrow();
  });
});
