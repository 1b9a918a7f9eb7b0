/** Two classifiers on one test set: what their disagreements say. */
import { Z95 } from './normal.ts';

/**
 * Exact two-sided McNemar test (McNemar 1947, Psychometrika 12:153, with the binomial in place of its chi-squared
 * approximation): twice the smaller tail of a fair coin tossed as often as the two disagree, at most 1. The exact
 * form and not the mid-p: it never rejects more often than it says.
 * @param first examples only the first got right
 * @param second examples only the second got right
 */
export function mcnemar(first: number, second: number): number {
  const n = first + second;
  const few = Math.min(first, second);
  if (first === second) return 1;
  let log = -n * Math.LN2;
  for (let i = 1; i <= few; i++) log += Math.log((n - few + i) / i);
  // Relative to the largest term, so that thousands of disagreements do not underflow.
  let term = 1;
  let sum = 1;
  for (let k = few; k > 0; k--) {
    term *= k / (n - k + 1);
    sum += term;
  }
  return Math.min(1, 2 * sum * Math.exp(log));
}

/**
 * 95 % interval of the difference of two paired shares, first minus second: Wald's, with half an example added to
 * each of the four cells (Agresti and Min 2005, Statistics in Medicine 24:729).
 * @param n test examples, all asked of both
 */
export function pairedInterval(
  first: number,
  second: number,
  n: number,
): readonly [low: number, high: number] {
  const total = n + 2;
  const difference = (first - second) / total;
  const spread = Math.sqrt((first + second + 1) / total - difference ** 2) / Math.sqrt(total);
  return [Math.max(-1, difference - Z95 * spread), Math.min(1, difference + Z95 * spread)];
}
