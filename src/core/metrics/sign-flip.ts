/** Whether paired differences could as well have had the other sign: the permutation test for pairs. */
import { randomStream } from '../random.ts';

/** Up to so many differences every choice of signs is counted. */
const EXACT_UP_TO = 20;
const FLIPS = 100_000;
const SEED = 1;
/** Random bits taken at a time. */
const BITS = 30;

/** With fewer, no outcome has a p below 0.05: the smallest there is, is 2 / 2^n. */
export const LEAST_FOR_SIGN_FLIP = 6;

/**
 * Two-sided permutation test of paired differences (Fisher 1935, The Design of Experiments, section 21): the share of
 * all 2^n choices of signs whose sum is at least as far from 0. Beyond 20 differences, 100,000 seeded random choices
 * and (count + 1) / (choices + 1), so that p is never 0 (Phipson and Smyth 2010).
 * @param differences one a draw, in any unit; without any, p is 1
 */
export function signFlipP(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const observed = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  // Sums that are equal but for rounding count as equal.
  const least = observed - 1e-9 * total;
  return sizes.length <= EXACT_UP_TO ? exact(sizes, total, least) : sampled(sizes, total, least);
}

/** By Gray code: each choice differs from the one before in one sign. The first sign stands, by symmetry. */
function exact(sizes: readonly number[], total: number, least: number): number {
  const choices = 2 ** Math.max(0, sizes.length - 1);
  const signs = sizes.map(() => 1);
  let sum = total;
  let count = Math.abs(sum) >= least ? 1 : 0;
  for (let choice = 1; choice < choices; choice++) {
    const flipped = 32 - Math.clz32(choice & -choice); // the lowest set bit, counted from 1
    const sign = -(signs[flipped] ?? 1);
    signs[flipped] = sign;
    sum += 2 * sign * (sizes[flipped] ?? 0);
    if (Math.abs(sum) >= least) count += 1;
  }
  return count / choices;
}

function sampled(sizes: readonly number[], total: number, least: number): number {
  const random = randomStream(SEED, 'sign-flip', sizes.length);
  let count = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    let positive = 0;
    let bits = 0;
    sizes.forEach((size, i) => {
      if (i % BITS === 0) bits = random.below(2 ** BITS);
      if (bits & 1) positive += size;
      bits >>= 1;
    });
    if (Math.abs(2 * positive - total) >= least) count += 1;
  }
  return (count + 1) / (FLIPS + 1);
}
