/** Figures of a run, read off its state: the rows of the iterations table and the final result. */
import type { Proportion } from '../metrics/wilson.ts';
import { wilson } from '../metrics/wilson.ts';
import type { Predicted, StopReason } from './events.ts';
import type { IterationState, RunState } from './state.ts';
import { currentIteration, startOf } from './state.ts';

/** One round of augmentation. Accuracies are null until every example of their set was asked. */
export interface IterationRow {
  readonly iteration: number;
  readonly trainSize: number;
  /** In-sample: the student trained on the seeds, asked the seeds. */
  readonly seedAccuracy: Proportion | null;
  readonly testAccuracy: Proportion | null;
  readonly augmentedAccuracy: Proportion | null;
  /** Size of the wrong set by the configured rule; null until it is collected. */
  readonly wrong: number | null;
  /** Everything a reply brought, unreadable replies counting one. */
  readonly candidates: number;
  readonly accepted: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly teacherCalls: number;
  /** Answers that could not be read, seeds and test together (invariant 7). */
  readonly unparsable: number;
}

/** What one arm came to. */
export interface ArmResult {
  readonly arm: string;
  readonly testAccuracy: Proportion;
  readonly trainSize: number;
  readonly accepted: number;
  readonly teacherCalls: number;
}

/** Share answered rightly, or null while some were not asked yet. */
export function accuracyOf(predictions: ReadonlyMap<string, Predicted>, expected: number): Proportion | null {
  if (predictions.size < expected || expected === 0) return null;
  let right = 0;
  for (const prediction of predictions.values()) if (prediction.correct) right += 1;
  return wilson(right, predictions.size);
}

/** The figures of one iteration. `trainSize` sets the number of augmented examples measured. */
export function rowOf(state: RunState, it: IterationState): IterationRow {
  const start = startOf(state);
  const rejected: Record<string, number> = {};
  for (const { reject } of it.candidates) if (reject !== null) rejected[reject] = (rejected[reject] ?? 0) + 1;
  const answers = [...it.seeds.values(), ...it.test.values()];
  return {
    iteration: it.iteration,
    trainSize: it.trainSize,
    seedAccuracy: accuracyOf(it.seeds, start.seeds.length),
    testAccuracy: accuracyOf(it.test, start.test.count),
    augmentedAccuracy: start.config.measureAugmented
      ? accuracyOf(it.augmented, it.trainSize - start.seeds.length)
      : null,
    wrong: it.wrong?.length ?? null,
    candidates: it.candidates.length,
    accepted: it.acceptedCount,
    rejected,
    teacherCalls: it.callCount,
    unparsable: answers.filter(({ answer }) => answer === null).length,
  };
}

/** One row for each round of augmentation; the last fit, after which nothing is added, has none. */
export function iterationRows(state: RunState): IterationRow[] {
  return state.iterations.filter((it) => !it.last).map((it) => rowOf(state, it));
}

/** Test accuracy by iteration, the last fit included: what the accuracy chart draws. */
export function learningCurve(state: RunState): IterationRow[] {
  return state.iterations.map((it) => rowOf(state, it));
}

/** The final result, once the run has finished: measured on its last fit. */
export function resultOf(state: RunState): (ArmResult & { readonly reason: StopReason }) | null {
  const it = currentIteration(state);
  if (!state.finish || !it) return null;
  const testAccuracy = rowOf(state, it).testAccuracy ?? wilson(0, 0);
  return {
    arm: startOf(state).config.arm,
    testAccuracy,
    trainSize: it.trainSize,
    accepted: state.augmented.length,
    teacherCalls: state.calls,
    reason: state.finish.reason,
  };
}
