/** Mean of repeated measurements with its standard error. */

export interface Mean {
  readonly mean: number;
  /** Sample standard deviation / sqrt(n); null below two values. */
  readonly standardError: number | null;
  readonly n: number;
}

/** Throws when there are no values: a caller's mistake. */
export function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  if (n === 0) throw new Error('There is no mean of no values.');
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, standardError: null, n };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, standardError: Math.sqrt(variance / n), n };
}
