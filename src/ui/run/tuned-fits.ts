/** The fits of a run that a fine-tuning service made, as its log has them. */
import type { Fitted } from '../../core/loop/events.ts';
import type { IterationState, RunState } from '../../core/loop/state.ts';
import type { TunedArtifact } from '../../core/students/backend/artifact.ts';
import { isTuned, tunedFromArtifact } from '../../core/students/backend/artifact.ts';
import { shownIteration } from './moment.ts';

export interface TunedFit {
  /** Unique in the run. */
  readonly key: string;
  /** The iteration, counted from 1. */
  readonly shown: number;
  readonly last: boolean;
  /** null: on the whole training set. */
  readonly fold: number | null;
  readonly steps: number;
  /** Nats a token; null where the service did not say. */
  readonly loss: number | null;
  readonly tuned: TunedArtifact;
}

/** In the order they were made: the whole set of an iteration, then its parts. */
export function tunedFits(state: RunState): TunedFit[] {
  return state.iterations.flatMap((it) =>
    fitsOf(it).flatMap(({ fold, steps, loss, artifact }): TunedFit[] => {
      if (artifact === undefined || !isTuned(artifact)) return [];
      const shown = shownIteration(state, it.iteration);
      const key = `${shown} ${fold ?? 'all'}`;
      return [{ key, shown, last: it.last, fold, steps, loss, tuned: tunedFromArtifact(artifact) }];
    }),
  );
}

/** Changes when there is another fit. */
export function fitsKey(state: RunState): string {
  return state.iterations.map((it) => fitsOf(it).length).join();
}

function fitsOf({ fit, folds }: IterationState): Fitted[] {
  return [...(fit ? [fit] : []), ...folds.values()];
}
