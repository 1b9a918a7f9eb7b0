/** The cells of an experiment's grid, and what is kept of each: plain data, small, enough for the whole report. */
import type { RunConfig } from '../config/schema.ts';
import type { PlainError } from '../errors.ts';
import type { StopReason } from '../loop/events.ts';

/** One place in the grid. */
export interface Cell {
  /** Unique in the experiment, readable: `llm2llm/draw-3/size-10/seed-1/teacher-0`. */
  readonly key: string;
  readonly arm: string;
  readonly draw: number;
  /** In the experiment's unit; null: the size of `base`. */
  readonly size: number | null;
  readonly seed: number;
  /** Index into the experiment's teachers; 0 where it names none. */
  readonly teacher: number;
}

/** One fit of a cell's run, and the test set asked of it. */
export interface CurvePoint {
  readonly iteration: number;
  /** Augmented examples in training. */
  readonly examples: number;
  readonly trainSize: number;
  /** Teacher calls up to this fit. */
  readonly calls: number;
  /** Teacher tokens up to this fit, prompts and replies; null where a reply did not say. */
  readonly tokens: number | null;
  /** Optimiser steps of this fit. */
  readonly steps: number;
  /** Test examples answered rightly, of `CellResult.test.n`. */
  readonly right: number;
}

/** What became of the seeds that were wrong and got augmented. */
export interface FixCounts {
  /** Wrong at first, by the wrong-set rule. */
  readonly wrongAtFirst: number;
  /** Of them, those an accepted example was written from. */
  readonly augmented: number;
  /** Of these, right when the wrong set was last collected. */
  readonly fixed: number;
  /** Right at first and wrong when it was last collected. */
  readonly regressed: number;
}

/** The outcome of a cell that ran to its end. */
export interface CellDone {
  readonly status: 'done';
  readonly cell: Cell;
  /** The run's configuration, budget included. */
  readonly config: RunConfig;
  readonly test: {
    readonly n: number;
    /** One character a test example, in the order of the set: `1` right, `0` wrong, `?` could not be read. */
    readonly outcomes: string;
    /** The same for the first fit, on the seeds alone. */
    readonly before: string;
    /** Answers as places in the labels, -1 where there is none; null where answers are free-form. */
    readonly answers: readonly number[] | null;
    /** The same for the first fit. */
    readonly answersBefore: readonly number[] | null;
  };
  /** Seeds the run began with. */
  readonly seeds: number;
  /** One point a fit, the last is the result. */
  readonly curve: readonly CurvePoint[];
  readonly accepted: number;
  readonly calls: number;
  /** null where a reply did not say. */
  readonly tokens: number | null;
  /** Candidates rejected, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Candidates whose label got a second opinion and that passed all else, and those disputed. null: none was asked. */
  readonly labels: { readonly looked: number; readonly disputed: number } | null;
  /** null where the wrong set was not collected a second time: nobody looked again. */
  readonly fixes: FixCounts | null;
  readonly reason: StopReason;
}

/** A cell that could not run. It keeps its place in the report, with the reason. */
export interface CellFailed {
  readonly status: 'failed';
  readonly cell: Cell;
  readonly error: PlainError;
}

export type CellResult = CellDone | CellFailed;
