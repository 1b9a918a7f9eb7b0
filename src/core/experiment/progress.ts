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
