/** The port of a trainer: turns a training set into an artifact that the student can load. */
import type { Example } from '../example.ts';
import type { Json } from '../json.ts';

export interface FitRequest {
  readonly examples: readonly Example[];
  readonly labels: readonly string[];
  readonly randomSeed: number;
  /** The last artifact, when the run continues weights (the paper's ablation); else null: from the base model. */
  readonly from: Json | null;
  /** Which fit of which run it is, for trainers that keep records elsewhere. */
  readonly of: FitName;
}

export interface FitName {
  readonly run: string;
  readonly iteration: number;
  /** null: on the whole training set. */
  readonly fold: number | null;
}

export interface FitResult {
  /** Plain data: weights, or a reference to them. It goes into the log. */
  readonly artifact: Json;
  /** Optimiser steps taken. */
  readonly steps: number;
  /** Final value of the training objective; null where the trainer does not say. */
  readonly loss: number | null;
}

export interface Trainer {
  readonly id: string;
  /**
   * Whether a fit costs so little that a fold's fit and its predictions are one step of the log
   * and its artifact is not kept. An expensive trainer's every fit is logged on its own.
   */
  readonly cheap: boolean;
  fit(request: FitRequest, signal: AbortSignal): Promise<FitResult>;
}
