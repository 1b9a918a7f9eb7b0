/** The port of the experiment store: the browser keeps experiments in IndexedDB, the command line in a folder. */
import type { CellResult } from './cell.ts';
import type { ExperimentSpec } from './spec.ts';

/** Times are milliseconds since 1970. */
export interface ExperimentRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly spec: ExperimentSpec;
  /** Hash of the data it is on: resumed on other data, it would mix two experiments. */
  readonly dataHash: string;
  /** Cells planned, for lists. */
  readonly cells: number;
}

export interface ExperimentStore {
  /** Newest first. */
  list(): Promise<ExperimentRecord[]>;
  get(id: string): Promise<ExperimentRecord | undefined>;
  put(record: ExperimentRecord): Promise<void>;
  /** The experiment with its results, for good. */
  remove(id: string): Promise<void>;
  /** Every result stored, by the key of its cell. */
  results(id: string): Promise<ReadonlyMap<string, CellResult>>;
  /** Stores or replaces one result, whole or not at all. Throws LabError `storage-full`, `cannot-write`. */
  putResult(id: string, result: CellResult): Promise<void>;
}
