/** Rankings: the pool of demonstrations in order of nearness to a question. */

/** Indices of the whole pool, nearest first. Rejects with AbortError when `signal` fires. */
export type Ranking = (question: string, signal: AbortSignal) => Promise<readonly number[]>;

/**
 * Indices by falling score. Scores are compared to 1e-9, so that the last bits of a sum, which the order of
 * its terms decides, break no tie; ties keep their order.
 */
export function byScore(scores: readonly number[]): number[] {
  const rounded = scores.map((score) => Math.round(score * 1e9));
  return scores.map((_, i) => i).sort((a, b) => (rounded[b] as number) - (rounded[a] as number));
}
