/** The port of a student: what is evaluated. It answers with the artifact a trainer made. */
import type { Json } from '../json.ts';

export interface StudentAnswer {
  /** The label, or null when the answer could not be read (counted apart from wrong, invariant 7). */
  readonly answer: string | null;
  /** Score of every label, in the task's order, rounded to 1e-6; absent where there are none. */
  readonly scores?: readonly number[];
  /** The raw answer, where the student writes one. */
  readonly raw?: string;
}

export interface Question {
  readonly id: string;
  readonly text: string;
}

export interface Predictor {
  /** One answer per question, in order. Rejects with AbortError when `signal` fires. */
  predict(questions: readonly Question[], signal: AbortSignal): Promise<StudentAnswer[]>;
}

/** Which weights a run changes; the page has a sentence for each. */
export type WeightsChanged = 'head' | 'none' | 'lora';

export interface Student {
  readonly id: string;
  readonly changes: WeightsChanged;
  /** How many questions are one step of the log: 1 where an answer costs something. */
  readonly chunk: number;
  /** A predictor over an artifact of the student's trainer. */
  load(artifact: Json): Promise<Predictor>;
}
