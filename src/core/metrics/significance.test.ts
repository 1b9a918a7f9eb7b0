import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from './holm.ts';
import { mcnemar, pairedInterval } from './mcnemar.ts';
import { signFlipP } from './sign-flip.ts';

/** The binomial tail in whole numbers: another way than the code's. */
function byWholeNumbers(first: number, second: number): number {
  const n = BigInt(first + second);
  let [coefficient, tail] = [1n, 0n];
  for (let k = 0n; k <= BigInt(Math.min(first, second)); k++) {
    tail += coefficient;
    coefficient = (coefficient * (n - k)) / (k + 1n);
  }
  const scale = 10n ** 30n;
  return Math.min(1, Number((2n * tail * scale) / 2n ** n) / 1e30);
}

describe('mcnemar', () => {
  // The example of the vignette "exactMcNemar" of the R package exact2x2; one worked out at stat-tools.xyz/mcnemar.
  it.each([
    [2, 9, 0.0654],
    [5, 12, 0.1435],
  ])('of %i against %i is %f, as published', (first, second, p) => {
    expect(mcnemar(first, second)).toBeCloseTo(p, 4);
  });

  it('is the binomial tail in whole numbers, for thousands too', () => {
    for (const [first, second] of [
      [0, 1],
      [0, 6],
      [86, 150],
      [1150, 1250],
      [2600, 2400],
    ] as const) {
      const p = byWholeNumbers(first, second);
      expect(Math.abs(mcnemar(first, second) - p)).toBeLessThanOrEqual(1e-9 * p);
    }
  });

  it('does not mind which comes first, and stays in (0, 1]', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (first, second) => {
        const p = mcnemar(first, second);
        expect(p).toBe(mcnemar(second, first));
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(p).toBeCloseTo(byWholeNumbers(first, second), 9);
      }),
    );
  });

  it('has 1 where nothing differs', () => {
    expect(mcnemar(0, 0)).toBe(1);
    expect(mcnemar(12, 12)).toBe(1);
  });
});

describe('pairedInterval', () => {
  it('is the interval worked out by hand, and turns with its arguments', () => {
    // 16.5 and 6.5 of 163: difference 10 / 163, variance (23 / 163 - (10 / 163)^2) / 163.
    const [low, high] = pairedInterval(16, 6, 161);
    expect(low).toBeCloseTo(0.06135 - 1.95996 * 0.029036, 4);
    expect(high).toBeCloseTo(0.06135 + 1.95996 * 0.029036, 4);
    expect(pairedInterval(6, 16, 161)).toEqual([-high, -low]);
  });
});

/** Every choice of signs, one by one. */
function byEnumeration(differences: readonly number[]): number {
  const observed = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  const choices = 2 ** differences.length;
  let count = 0;
  for (let choice = 0; choice < choices; choice++) {
    const sum = differences.reduce((total, one, i) => total + ((choice >> i) & 1 ? one : -one), 0);
    if (Math.abs(sum) >= observed) count += 1;
  }
  return count / choices;
}

describe('signFlipP', () => {
  it("counts 1,726 of 32,768 for Darwin's maize, as Fisher did", () => {
    // Fisher 1935, The Design of Experiments, section 21; differences in eighths of an inch.
    const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    expect(signFlipP(maize)).toBe(1726 / 32768);
  });

  it('is 2 / 2^n where all go one way', () => {
    expect(signFlipP([0.01, 0.02, 0.03, 0.01, 0.02, 0.04])).toBe(2 / 64);
    expect(signFlipP(Array<number>(20).fill(-0.1))).toBe(2 / 2 ** 20);
  });

  it('is 1 where there is nothing to see', () => {
    expect(signFlipP([])).toBe(1);
    expect(signFlipP([0, 0, 0])).toBe(1);
    expect(signFlipP([0.4])).toBe(1);
  });

  it('is what counting every choice gives, whatever sign and order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 }), (whole) => {
        const p = signFlipP(whole.map((one) => one / 7));
        expect(p).toBeCloseTo(byEnumeration(whole), 12);
        expect(signFlipP(whole.map((one) => -one / 7))).toBe(p);
        expect(signFlipP(whole.map((one) => one / 7).reverse())).toBe(p);
      }),
    );
  });

  it('samples beyond 20 differences: near the exact share, never 0, the same every time', () => {
    // Signs of 21 equal differences are tosses of a coin: 2 P(X <= 6) = 0.0784.
    const tosses = Array.from({ length: 21 }, (_, i) => (i < 6 ? -1 : 1));
    expect(Math.abs(signFlipP(tosses) - byWholeNumbers(6, 15))).toBeLessThan(0.004);
    expect(signFlipP(tosses)).toBe(signFlipP(tosses));
    expect(signFlipP(Array<number>(70).fill(1))).toBe(1 / 100_001);
  });
});

describe('holm', () => {
  it('is what R gives: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('is what statsmodels gives: multipletests([0.01, 0.02, 0.03, 0.04, 0.05], method="holm")', () => {
    holm([0.01, 0.02, 0.03, 0.04, 0.05]).forEach((p, i) => {
      expect(p).toBeCloseTo([0.05, 0.08, 0.09, 0.09, 0.09][i] ?? 0, 12);
    });
  });

  it('is never below the raw value, never above 1, and keeps the order', () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(ps, (raw) => {
        const adjusted = holm(raw);
        raw.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          raw.forEach((q, j) => {
            if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? 0);
          });
        });
      }),
    );
  });

  it('leaves one test alone', () => {
    expect(holm([0.04])).toEqual([0.04]);
    expect(holm([])).toEqual([]);
  });
});
