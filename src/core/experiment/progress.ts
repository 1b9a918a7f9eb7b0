/** How far an experiment is: plain data for the page and the command line. */
import type { PlainError } from '../errors.ts';
import type { Cell } from './cell.ts';

export interface Progress {
  /** `running` until every cell has a result; `stopping`: cells under way come to their next stored step. */
  readonly state: 'idle' | 'running' | 'stopping' | 'finished';
  /** Cells planned. */
  readonly cells: number;
  readonly done: number;
  readonly failed: number;
  /** Cells being run now. */
  readonly running: readonly Cell[];
  /** Seconds, from the time that cells of the same arm took; null while nothing is known. */
  readonly secondsLeft: number | null;
  /** Why it stopped, where that was not asked for. Cells without a result can be run again. */
  readonly error: PlainError | null;
}

/** What an experiment comes to before anything is run. */
export interface PlanFacts {
  readonly cells: number;
  /** Cells that are computed; the others are the same computation as one of these. */
  readonly computed: number;
  /** Arms that cannot run here, with the reason. Their cells are kept as failed. */
  readonly impossible: readonly { readonly arm: string; readonly error: PlainError }[];
  /** Seeds of a run, at least and at most over the grid. */
  readonly seeds: readonly [least: number, most: number];
  /** Test examples each fit is asked. */
  readonly test: number;
  /** Fits at most, folds included. */
  readonly fits: number;
  /** Calls to a teacher that charges or computes, at most; 0 where replies are recorded or made by rules. */
  readonly calls: number;
  /** Money at most that these calls may cost where prices are given and tokens can be guessed; null else. */
  readonly cost: number | null;
}

/** How long the cells of each arm took, and what the rest will take at that pace. The caller has the clock. */
export class Pace {
  readonly #took = new Map<string, number[]>();

  /** @param seconds a cell of this arm took, from its start to its stored result */
  record(arm: string, seconds: number): void {
    this.#took.set(arm, [...(this.#took.get(arm) ?? []), seconds]);
  }

  /**
   * Seconds until these cells are done, `atOnce` of them side by side; null while nothing was measured. An arm that
   * was not measured takes what cells usually take. Medians: the first cell also encodes the test set, for all.
   * @param left arms of the cells still to be computed; `spent` seconds were already put into each
   */
  secondsLeft(
    left: readonly { readonly arm: string; readonly spent: number }[],
    atOnce: number,
  ): number | null {
    const all = [...this.#took.values()].flat();
    if (left.length === 0) return 0;
    if (all.length === 0) return null;
    const usual = new Map([...this.#took].map(([arm, seconds]) => [arm, median(seconds)]));
    const other = median(all);
    const work = left.reduce(
      (sum, { arm, spent }) => sum + Math.max(0, (usual.get(arm) ?? other) - spent),
      0,
    );
    return work / Math.max(1, Math.min(atOnce, left.length));
  }
}

/** The lower one of two in the middle. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
