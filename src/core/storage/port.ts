/** The port of the run store: records about runs, and their append-only logs. */
import type { RunConfig } from '../config/schema.ts';
import type { LoopEvent } from '../loop/events.ts';

export interface RunSummary {
  readonly status: 'new' | 'running' | 'finished' | 'interrupted';
  readonly iteration: number;
  readonly trainSize: number;
  readonly testAccuracy: number | null;
}

/** What the list of runs shows without opening a log. Times are milliseconds since 1970. */
export interface RunRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly config: RunConfig;
  /** Hash of the data set the run is on. */
  readonly dataHash: string;
  /** The run this one was compared with or duplicated from. */
  readonly origin?: { readonly run: string; readonly as: 'control' | 'duplicate' };
  readonly summary: RunSummary;
  /** Set while a deletion can still be undone. */
  readonly deletedAt?: number;
}

export interface RunStore {
  /** Every record that is not deleted, newest first. */
  list(): Promise<RunRecord[]>;
  get(id: string): Promise<RunRecord | undefined>;
  /** Creates or replaces a record; never touches its log. */
  put(record: RunRecord): Promise<void>;
  /** Removes the record and its log for good. */
  remove(id: string): Promise<void>;
  /** All events in order. */
  read(id: string): Promise<LoopEvent[]>;
  /**
   * Appends events in one transaction. `at` is the length the log must have;
   * throws LabError `log-conflict` when it has another, `storage-full` when there is no room.
   */
  append(id: string, at: number, events: readonly LoopEvent[]): Promise<void>;
}
