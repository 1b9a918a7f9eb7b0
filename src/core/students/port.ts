/** The port of a student: what is evaluated. It answers with the artifact a trainer made. */
import type { Example } from '../example.ts';
import type { Json } from '../json.ts';
import type { AnswerMethod } from '../llm/port.ts';
import type { TokenUsage } from '../teachers/port.ts';

export interface StudentAnswer {
  /** The label, or null when the answer could not be read (counted apart from wrong, invariant 7). */
  readonly answer: string | null;
  /** Score of every label, in the task's order, rounded to 1e-6; absent where there are none. */
  readonly scores?: readonly number[];
  /** The raw answer, where the student writes one. */
  readonly raw?: string;
  /** Ids of the training examples that stood in the prompt, in its order. */
  readonly shown?: readonly string[];
  /** How a language model's answer was found; absent for other students. */
  readonly by?: AnswerMethod | 'written';
  /** Tokens it took, where that was said; absent for students that take none. */
  readonly usage?: TokenUsage;
  /** Why there is no answer, where the student was not even asked. */
  readonly problem?: 'too-long';
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
export type WeightsChanged = 'head' | 'none' | 'lora' | 'full';

export interface Student {
  readonly id: string;
  readonly changes: WeightsChanged;
  /** How many questions are one step of the log: 1 where an answer costs something. */
  readonly chunk: number;
  /**
   * Never looks at a question's own training example, nor at a copy of its text: asked in sample, it answers as if the example had
   * been left out, so that leaving one out needs no fits of its own.
   */
  readonly leavesOwnOut: boolean;
  /**
   * A predictor over an artifact of the student's trainer.
   * @param examples every example of the run so far, by id, for artifacts that only name them
   */
  load(artifact: Json, examples: ReadonlyMap<string, Example>): Promise<Predictor>;
}
