/**
 * Seeded randomness. Every consumer names its own stream, so that drawing more numbers in one place
 * never changes another place (invariant 4: same configuration and seed, same run).
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { fnv1a } from './hash.ts';

export interface Random {
  /** A whole number in [0, n), n >= 1. */
  below(n: number): number;
  /** A number in [0, 1). */
  unit(): number;
  /** A new array with the items in random order. */
  shuffle<T>(items: readonly T[]): T[];
}

/** The random stream named by `names` under `seed`. */
export function randomStream(seed: number, ...names: (string | number)[]): Random {
  const rng = xoroshiro128plus(fnv1a([seed, ...names].join(' ')) | 0);
  const below = (n: number): number => uniformInt(rng, 0, n - 1);
  return {
    below,
    unit: () => uniformFloat64(rng),
    shuffle(items) {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [out[i], out[j]] = [out[j] as (typeof out)[0], out[i] as (typeof out)[0]];
      }
      return out;
    },
  };
}
