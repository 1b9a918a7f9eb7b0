/** A report as figures: plain data, all of it, before any of it is put into words. Shares are fractions. */
import type { PlainError } from '../errors.ts';
import type { CellResult, FixCounts } from '../experiment/cell.ts';
import type { BudgetUnit, ExperimentSpec } from '../experiment/spec.ts';
import type { StopReason } from '../loop/events.ts';

/** What a report says about its data. */
export interface ReportData {
  readonly title: string;
  readonly hash: string;
  /** Empty where answers are free-form; null where that is not known. */
  readonly labels: readonly string[] | null;
  /** Id of the task. */
  readonly task: string;
  /** Examples that seeds are drawn from; null where only logs of runs are at hand. */
  readonly pool: number | null;
  /** Test examples. */
  readonly test: number;
  /** Seeds of the pool whose text also stands in the test set, word for word or nearly; null: not looked for. */
  readonly leaks: { readonly exact: number; readonly near: number } | null;
  /** The place of each test example's label in `labels`; null where answers are free-form or the data is not at hand. */
  readonly gold: readonly number[] | null;
}

export interface ReportInput {
  readonly spec: ExperimentSpec;
  readonly data: ReportData;
  /** In any order; cells without a result are left out. */
  readonly results: readonly CellResult[];
  /** A title for each teacher, by the index that cells name. */
  readonly teachers: readonly string[];
  readonly reproduce: Reproduce;
  /** `experiment`, a planned grid, unless it is said that single `runs` were put together. */
  readonly origin?: 'experiment' | 'runs';
}

/** How to make the report again. */
export interface Reproduce {
  /** null where no link can say it. */
  readonly link: string | null;
  readonly command: string;
}

/** A mean over draws; what was measured several times on a draw is averaged first. */
export interface Estimate {
  readonly mean: number;
  readonly draws: number;
  readonly least: number;
  readonly most: number;
  /** 95 %; null where there are too few draws for one. */
  readonly interval: readonly [low: number, high: number] | null;
  /** What the interval is about: other draws of the seeds, or, with a single draw, other test examples. */
  readonly over: 'draws' | 'test';
}

/** Where in the grid: figures of different sizes or teachers are never mixed. */
export interface Place {
  readonly size: number | null;
  readonly teacher: number;
}

/** One arm at one place. Counts are totals over its cells unless they say mean. */
export interface ArmFigures {
  readonly arm: string;
  readonly done: number;
  readonly failed: number;
  /** null where no cell came to its end. */
  readonly accuracy: Estimate | null;
  /** Accuracy of the last fit less that of the fit on the seeds alone. */
  readonly gain: Estimate | null;
  /** Means a run. */
  readonly means: {
    readonly seeds: number;
    readonly accepted: number;
    readonly calls: number;
    /** null where a reply did not say. */
    readonly tokens: number | null;
    /** Optimiser steps of the last fit. */
    readonly steps: number;
  } | null;
  readonly candidates: number;
  readonly rejected: Readonly<Record<string, number>>;
  /** Test answers of the last fits that could not be read, of all. */
  readonly unparsable: { readonly count: number; readonly of: number };
  readonly ended: Readonly<Partial<Record<StopReason, number>>>;
  readonly labels: { readonly looked: number; readonly disputed: number } | null;
  readonly fixes: FixCounts | null;
  /** Test examples that turned right, and wrong, from the first fit to the last; `of` all asked. */
  readonly turned: { readonly right: number; readonly wrong: number; readonly of: number };
  readonly curve: readonly CurveFigures[];
  /** null where labels are not a closed set of up to 60, or the test set is not at hand. */
  readonly classes: readonly ClassFigures[] | null;
}

/** All draws after the same number of rounds; a run that has ended stays at its last fit. */
export interface CurveFigures {
  readonly iteration: number;
  readonly examples: number;
  /** null where a reply did not say. */
  readonly tokens: number | null;
  readonly accuracy: Estimate;
}

/** Test examples of a label that are answered rightly: means over draws of the first fit and the last. */
export interface ClassFigures {
  readonly label: string;
  /** Test examples with this label. */
  readonly n: number;
  readonly before: number;
  readonly after: number;
}

export interface Group extends Place {
  /** In the order of the experiment's arms. */
  readonly arms: readonly ArmFigures[];
}

export type Verdict = 'better' | 'worse' | 'no-difference-shown' | 'too-few-draws' | 'nothing-to-compare';

/** One arm against another at one place, draw by draw. Differences are `arm` less `against`. */
export interface Comparison extends Place {
  readonly arm: string;
  readonly against: string;
  /** Draws on which both came to their end. */
  readonly byDraw: readonly { readonly draw: number; readonly difference: number }[];
  readonly difference: Estimate | null;
  /** Test examples only one of the two answers rightly, over all pairs of runs. */
  readonly onlyArm: number;
  readonly onlyAgainst: number;
  readonly spent: {
    readonly unit: BudgetUnit;
    readonly arm: number;
    readonly against: number;
    /** `none`: one of them spends nothing, by design. */
    readonly same: 'same' | 'different' | 'none';
  } | null;
  readonly test: 'mcnemar' | 'sign-flip' | null;
  readonly p: number | null;
  /** Holm's, over every comparison of the report that is tested. */
  readonly adjusted: number | null;
  readonly verdict: Verdict;
}

/** A teacher's replies to the wrong seeds of the first fit (arm one-shot): the same for all teachers of a size. */
export interface TeacherFigures extends Place {
  readonly title: string;
  readonly draws: number;
  readonly candidates: number;
  readonly accepted: number;
  readonly labels: ArmFigures['labels'];
  readonly gain: Estimate | null;
}

/** Cells of an arm that failed for the same reason. */
export interface FailureFigures {
  readonly arm: string;
  readonly cells: number;
  readonly error: PlainError;
}

export interface Report {
  readonly v: 1;
  /** Without what may be secret in an address. */
  readonly spec: ExperimentSpec;
  readonly origin: 'experiment' | 'runs';
  readonly data: ReportData;
  readonly teachers: readonly string[];
  /** Numbers of the draws that have results, in order. */
  readonly draws: readonly number[];
  readonly cells: { readonly planned: number; readonly done: number; readonly failed: number };
  readonly groups: readonly Group[];
  readonly comparisons: readonly Comparison[];
  /** Empty unless several teachers were compared. */
  readonly compared: readonly TeacherFigures[];
  readonly failures: readonly FailureFigures[];
  /** How far the draws alone move the fit on the seeds, and how far apart the arms' means lie; of the first place. */
  readonly spread: {
    readonly draws: number;
    readonly least: number;
    readonly most: number;
    readonly arms: number;
  } | null;
  readonly reproduce: Reproduce;
}
