/**
 * The training objective of the head: mean cross-entropy + (L2 / 2) ||W||^2, the bias unpenalised.
 * Parameters are one Float64Array: weights [classes, dimensions] row-major, then one bias a class.
 */

export interface TrainingData {
  /** Row-major [n, dimensions]. */
  readonly features: Float32Array;
  /** Class of each row. */
  readonly targets: Int32Array;
  readonly n: number;
  readonly dimensions: number;
  readonly classes: number;
}

/** Scores (probabilities) of one row, written into `out` [classes]. */
export function softmaxRow(
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  row: Float32Array,
  at: number,
  dimensions: number,
  out: Float64Array,
): void {
  let max = -Infinity;
  for (let c = 0; c < out.length; c++) {
    let sum = bias[c] as number;
    const w = c * dimensions;
    for (let d = 0; d < dimensions; d++) sum += (weights[w + d] as number) * (row[at + d] as number);
    out[c] = sum;
    if (sum > max) max = sum;
  }
  let total = 0;
  for (let c = 0; c < out.length; c++) {
    const e = Math.exp((out[c] as number) - max);
    out[c] = e;
    total += e;
  }
  for (let c = 0; c < out.length; c++) out[c] = (out[c] as number) / total;
}

/**
 * Value of the objective over `rows` of the data and its gradient, written into `gradient`.
 * @param parameters classes * dimensions weights, then classes biases
 */
export function objective(
  data: TrainingData,
  rows: ArrayLike<number>,
  l2: number,
  parameters: Float64Array,
  gradient: Float64Array,
): number {
  const { dimensions, classes, features, targets } = data;
  const size = classes * dimensions;
  const weights = parameters.subarray(0, size);
  const bias = parameters.subarray(size);
  const scores = new Float64Array(classes);
  gradient.fill(0);
  let loss = 0;
  const share = 1 / rows.length;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const at = row * dimensions;
    softmaxRow(weights, bias, features, at, dimensions, scores);
    const target = targets[row] as number;
    loss -= Math.log(Math.max(scores[target] as number, Number.MIN_VALUE)) * share;
    for (let c = 0; c < classes; c++) {
      const error = ((scores[c] as number) - (c === target ? 1 : 0)) * share;
      const w = c * dimensions;
      for (let d = 0; d < dimensions; d++) {
        gradient[w + d] = (gradient[w + d] as number) + error * (features[at + d] as number);
      }
      gradient[size + c] = (gradient[size + c] as number) + error;
    }
  }
  let norm = 0;
  for (let i = 0; i < size; i++) {
    const w = parameters[i] as number;
    norm += w * w;
    gradient[i] = (gradient[i] as number) + l2 * w;
  }
  return loss + (l2 / 2) * norm;
}
