/** What the experiment pages may ask of the browser. Implemented in src/browser/experiments. */
import type { Dataset } from '../../core/datasets/port.ts';
import type { CellResult } from '../../core/experiment/cell.ts';
import type { PlanFacts, Progress } from '../../core/experiment/progress.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import type { ExperimentRecord } from '../../core/experiment/store.ts';

export interface ExperimentListener {
  progress(progress: Progress): void;
  /** A cell came to its result, which is stored. */
  result(result: CellResult): void;
}

/** An experiment that is open in this tab. */
export interface OpenExperiment {
  readonly record: ExperimentRecord;
  /** The data it is on. */
  readonly dataset: Dataset;
  /** Results stored so far. */
  readonly results: readonly CellResult[];
  /** Runs what has no result yet (failed cells again). Resolves when it is finished or paused. Never throws: see `progress`. */
  run(listener: ExperimentListener): Promise<void>;
  /** Stops after what is being stored; nothing paid for is lost. */
  pause(): void;
  /** Pauses, and ends the workers. */
  close(): void;
}

/** An experiment as a row of the list. */
export interface ListedExperiment extends ExperimentRecord {
  /** Cells that have a result, failed ones included. */
  readonly settled: number;
}

export interface Experiments {
  /** Newest first. */
  list(): Promise<ListedExperiment[]>;
  /** What it would come to. Throws LabError where it cannot be planned (too few seeds, unknown arm or data). */
  plan(spec: ExperimentSpec, signal: AbortSignal): Promise<PlanFacts>;
  create(spec: ExperimentSpec): Promise<ExperimentRecord>;
  remove(id: string): Promise<void>;
  /** Throws LabError `unknown-experiment`, `other-data`. */
  open(id: string): Promise<OpenExperiment>;
}
