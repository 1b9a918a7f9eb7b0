/** Answers out of the task's labels: every label is scored, none is written. */
import { LabError } from '../../errors.ts';
import type { Example } from '../../example.ts';
import type { LabelScores, LanguageModel } from '../../llm/port.ts';
import type { Task } from '../../tasks/port.ts';
import { calibrated, CONTENT_FREE, probabilities } from './calibration.ts';
import type { Ask } from './ask.ts';

/**
 * Asks for the likeliest label. Scores are probabilities, rounded to 1e-6; absent where the model gives no
 * likelihoods, and then nothing is calibrated.
 * @param calibrate divides out the model's bias, which costs two more calls for each new set of demonstrations
 * Asking throws LabError `bad-scores` for scores that are no numbers, and what the model throws.
 */
export function closedSet(task: Task, model: LanguageModel, calibrate: boolean): Ask {
  const { labels } = task;
  const biases = new Map<string, readonly (readonly number[])[]>();

  const score = async (text: string, demonstrations: readonly Example[], signal: AbortSignal) =>
    checked(await model.score(task.studentPrompt(text, demonstrations), labels, signal), labels, model);

  const biasOf = async (demonstrations: readonly Example[], signal: AbortSignal) => {
    const key = JSON.stringify(demonstrations.map(({ id }) => id));
    const known = biases.get(key);
    if (known) return known;
    const rows: (readonly number[])[] = [];
    for (const text of CONTENT_FREE) {
      const { logLikelihoods } = await score(text, demonstrations, signal);
      if (logLikelihoods === null) return null;
      rows.push(logLikelihoods);
    }
    biases.set(key, rows);
    return rows;
  };

  return async (text, demonstrations, signal) => {
    const { by, best, logLikelihoods } = await score(text, demonstrations, signal);
    if (logLikelihoods === null) return { answer: labels[best] ?? null, by };
    // Right after the question: all three prompts begin alike, so the model need not read the beginning again.
    const bias = calibrate ? await biasOf(demonstrations, signal) : null;
    const scores = bias ? calibrated(logLikelihoods, bias) : probabilities(logLikelihoods);
    const answer = labels[bias ? argMax(scores) : best] ?? null;
    return { answer, scores: scores.map(round6), by };
  };
}

/** A GPU whose arithmetic overflows answers with NaN; such an answer must not look like one. */
function checked(scores: LabelScores, labels: readonly string[], model: LanguageModel): LabelScores {
  const { best, logLikelihoods } = scores;
  const usable =
    logLikelihoods === null ||
    (logLikelihoods.length === labels.length &&
      logLikelihoods.every((value) => value < Infinity) &&
      logLikelihoods.some((value) => value > -Infinity));
  const answered = labels[best] !== undefined || (logLikelihoods === null && best === -1);
  if (answered && usable) return scores;
  throw new LabError(
    'bad-scores',
    `The model "${model.title}" gave a label a score that is not a number.`,
    'Load the model again; if it happens again, choose a version of it without f16, or another model.',
  );
}

function argMax(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
