/** What the view of a fine-tuning backend may ask of the browser. Implemented in src/browser/backend. */
import type { BackendStudentConfig, TuningProvider } from '../../core/config/schema.ts';
import type { TunedWeights } from '../../core/models/tuned.ts';
import type { Predictor } from '../../core/students/port.ts';
import type { Task } from '../../core/tasks/port.ts';
import type { TuningHost } from '../../core/trainers/fine-tuning/port.ts';

/** Where a backend is, and which dialect it speaks; never its key. */
export interface BackendPlace {
  readonly baseUrl: string;
  readonly provider: TuningProvider;
}

/** How a model is asked: its labels scored, or its answers written, so many tokens long at most. */
export type Asking = Pick<BackendStudentConfig, 'answers' | 'maxTokens'>;

/** All throw LabError; AbortError when `signal` fires. */
export interface Connection {
  readonly place: BackendPlace;
  readonly host: TuningHost;
  /** Files of a tuned model, as its adapter. */
  files(
    model: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly bytes: number }[]>;
  file(model: string, name: string, signal: AbortSignal): Promise<Blob>;
  /** What it hands over to a tab in a quantisation; it may have to be made first. */
  weights(model: string, quantization: string, signal: AbortSignal): Promise<TunedWeights>;
  /** A model there, base or tuned. */
  predictor(model: string, task: Task, asking: Asking): Predictor;
}

export interface Backends {
  /** The one used last in this browser. */
  last(): BackendPlace | null;
  /** Throws LabError `bad-address`; asks nothing yet. */
  open(place: BackendPlace): Connection;
  /** A model of this tab, without examples in its prompt; it holds GPU memory until it is ended. */
  inTab(id: string, task: Task, maxTokens: number): Promise<Predictor & { end(): void }>;
}
