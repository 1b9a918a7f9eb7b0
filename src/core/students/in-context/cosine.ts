/** Nearest texts by the cosine of their sentence vectors. */
import type { Encoder } from '../../encoders/port.ts';
import type { Ranking } from './ranking.ts';
import { byScore } from './ranking.ts';

/**
 * Ranks texts by cosine, from 1 down to -1; a vector of zeros is as near as a right angle. The encoder is called
 * for when the first question comes. Rejects as the encoder does.
 */
export function cosineRanking(texts: readonly string[], encoder: () => Promise<Encoder>): Ranking {
  let pool: readonly Float32Array[] | null = null;
  return async (question, signal) => {
    const loaded = await encoder();
    pool ??= await loaded.encode(texts, signal);
    const [asked] = await loaded.encode([question], signal);
    return byScore(pool.map((vector) => (asked ? cosine(vector, asked) : 0)));
  };
}

function cosine(a: Float32Array, b: Float32Array): number {
  const norms = Math.sqrt(dot(a, a) * dot(b, b));
  return norms === 0 ? 0 : dot(a, b) / norms;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] ?? 0);
  return sum;
}
