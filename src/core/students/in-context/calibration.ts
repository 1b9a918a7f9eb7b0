/** From the log-likelihoods of labels to probabilities, with or without contextual calibration. */

/** Texts that say nothing: what a model answers to them is its bias. Zhao et al. also use "[MASK]". */
export const CONTENT_FREE = ['N/A', ''] as const;

/** Keeps a label that the model thinks impossible finite: the smallest number a probability can be. */
const LEAST_LOG = Math.log(Number.MIN_VALUE);

/** Softmax over log-likelihoods (natural): the probability of each label given that it is one of them. */
export function probabilities(logLikelihoods: readonly number[]): number[] {
  return logSoftmax(logLikelihoods).map(Math.exp);
}

/**
 * Contextual calibration (Zhao et al. 2021, "Calibrate Before Use", arXiv 2102.09690): p'(y) ~ p(y) / p_cf(y),
 * where p_cf is the mean of the distributions after the content-free texts. Sums to 1.
 * @param contentFree log-likelihoods after each content-free text, with the same demonstrations
 */
export function calibrated(
  logLikelihoods: readonly number[],
  contentFree: readonly (readonly number[])[],
): number[] {
  const biases = contentFree.map(logSoftmax);
  // In logarithms: a label's bias may be far smaller than a number that can be divided by. The mean is left
  // as a sum, for what it lacks is the same for every label.
  const log = logSoftmax(logLikelihoods).map(
    (value, i) => value - logSum(biases.map((bias) => bias[i] as number)),
  );
  return probabilities(log);
}

function logSoftmax(values: readonly number[]): number[] {
  const total = logSum(values);
  return values.map((value) => Math.max(value - total, LEAST_LOG));
}

function logSum(values: readonly number[]): number {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}
