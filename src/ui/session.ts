/** What the run view may ask of a run: the state to show and the controls. Implemented by run-session.svelte.ts. */
import type { PlainError } from '../core/errors.ts';
import type { StepKind } from '../core/loop/gate.ts';
import type { ArmResult } from '../core/loop/report.ts';
import type { RunState } from '../core/loop/state.ts';
import type { ModelRecord, ModelRole } from '../core/models/records.ts';
import type { RunRecord } from '../core/storage/port.ts';
import type { TuningProgress } from '../core/trainers/fine-tuning/port.ts';

/** A new wrapper for every change, so that Svelte sees it although the state is folded in place. */
export interface RunView {
  readonly state: RunState;
  readonly head: number;
}

/**
 * `elsewhere`: another tab drives this run (it can still be watched).
 * `interrupted`: it stopped with an error and can be resumed by Play.
 */
export type RunMode = 'opening' | 'paused' | 'playing' | 'finished' | 'interrupted' | 'elsewhere';

/** The control arms that follow a finished run at equal budget. */
export interface Comparison {
  readonly status: 'none' | 'running' | 'done';
  /** Those that are known so far. */
  readonly arms: readonly ArmResult[];
  /** Why the others could not be had; `compare` tries again. */
  readonly error: PlainError | null;
}

export interface Session {
  readonly record: RunRecord;
  readonly view: RunView;
  readonly mode: RunMode;
  /** What is being waited for right now ("Loading the encoder"), or null. */
  readonly note: string | null;
  readonly error: PlainError | null;
  /** A training under way at a fine-tuning service; null where there is none. */
  readonly tuning: TuningProgress | null;
  readonly comparison: Comparison;
  /** Milliseconds an event stays in sight while playing; 0 is as fast as it goes. */
  pace: number;
  play(): void;
  pause(): void;
  step(kind: StepKind): void;
  /** Starts the same configuration anew as a run of its own; the old run stays in the list. */
  reset(): void;
  /** Runs the control arms at the budget this run spent. */
  compare(): void;
  /** The models in this browser that could take over a role from the one that has it. */
  otherModels(role: ModelRole): Promise<readonly ModelRecord[]>;
  /** Goes on with another model in a role; the log says from where on. */
  goOnWith(role: ModelRole, model: string): Promise<void>;
  /** Stops the training at the service and pauses the run; Play trains again. Does nothing before there is a job. */
  cancelTraining(): Promise<void>;
}
