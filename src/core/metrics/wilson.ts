/** Interval of a proportion. */
import { Z95 } from './normal.ts';

/** A share of `n` trials with its 95 % interval, all as fractions. */
export interface Proportion {
  readonly value: number;
  readonly n: number;
  readonly interval: readonly [low: number, high: number];
}

/**
 * Wilson score interval, 95 % (Wilson 1927, JASA 22:209). Unlike the normal approximation it stays
 * inside [0, 1] and is sound for small n and for shares near 0 or 1.
 * @param successes count in [0, n]
 * @param n trials; 0 gives the whole of [0, 1]
 */
export function wilson(successes: number, n: number): Proportion {
  if (n === 0) return { value: 0, n: 0, interval: [0, 1] };
  const p = successes / n;
  const z2 = Z95 * Z95;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { value: p, n, interval: [Math.max(0, centre - half), Math.min(1, centre + half)] };
}
