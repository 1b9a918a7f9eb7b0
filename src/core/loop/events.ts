/**
 * The events of a run's log: plain data, append-only, no clock in them (invariant 4: same run, same
 * bytes). Everything shown of a run is a fold over these.
 */
import type { LABEL_CHECKS, RunConfig } from '../config/schema.ts';
import type { PlainError } from '../errors.ts';
import type { Example } from '../example.ts';
import type { Neighbour } from '../filters/port.ts';
import type { Json } from '../json.ts';
import type { StudentAnswer, WeightsChanged } from '../students/port.ts';
import type { ChatMessage } from '../tasks/port.ts';
import type { TokenUsage } from '../teachers/port.ts';

export const LOG_VERSION = 1;

export const STOP_REASONS = [
  'iterations',
  'no-wrong',
  'seed-accuracy',
  'budget',
  'max-calls',
  'max-tokens',
  'max-cost',
  'patience',
  'replies-used-up',
  'pool-used-up',
] as const;
/** Why a run ended. All of them are good ends. */
export type StopReason = (typeof STOP_REASONS)[number];

/** Who takes the second look at a candidate's label. */
export type LabelCheck = (typeof LABEL_CHECKS)[number];

/**
 * Which examples were asked: `held-out` are seeds asked of a fit that did not see them, and augmented examples of
 * these seeds where they may be augmented, too.
 */
export type AskedSet = 'seeds' | 'test' | 'augmented' | 'held-out';

export interface RunStarted {
  readonly type: 'run-started';
  /** LOG_VERSION when it was written. */
  readonly v: number;
  readonly config: RunConfig;
  readonly labels: readonly string[];
  /** The seed set, whole: a log can be read without the data set it came from. */
  readonly seeds: readonly Example[];
  readonly test: { readonly count: number; readonly dataHash: string };
  readonly student: { readonly id: string; readonly changes: WeightsChanged };
  readonly teacher: { readonly id: string; readonly title: string } | null;
}

export interface IterationStarted {
  readonly type: 'iteration-started';
  readonly iteration: number;
  readonly trainSize: number;
  /** The last fit, on which `final` is measured; nothing is augmented after it. */
  readonly last: boolean;
}

export interface Fitted {
  readonly type: 'fitted';
  readonly iteration: number;
  /** null: the fit on the whole training set; a number: the fit that did not see this fold. */
  readonly fold: number | null;
  readonly trainSize: number;
  readonly steps: number;
  readonly loss: number | null;
  /** Absent for a cheap fold's fit, whose predictions follow in the same step. */
  readonly artifact?: Json;
}

export interface Predicted extends StudentAnswer {
  readonly type: 'predicted';
  readonly iteration: number;
  readonly of: AskedSet;
  readonly id: string;
  readonly correct: boolean;
}

export interface WrongCollected {
  readonly type: 'wrong-collected';
  readonly iteration: number;
  /** Wrong by the configured rule, in seed order; augmented ones after them in the ablation. */
  readonly ids: readonly string[];
}

/**
 * Which examples go to the teacher now and how many new ones are wanted of each. Where it labels a pool, these and
 * the parents of what follows are ids of the pool; the texts stand in the prompts and in what is judged.
 */
export interface Selected {
  readonly type: 'selected';
  readonly iteration: number;
  readonly targets: readonly (readonly [id: string, want: number])[];
}

/** Calls about to be made. Logged before them, so that a resumed run knows what was under way. */
export interface Asked {
  readonly type: 'asked';
  readonly iteration: number;
  readonly requests: readonly {
    readonly parent: string;
    readonly count: number;
    readonly attempt: number;
  }[];
}

export interface Replied {
  readonly type: 'replied';
  readonly iteration: number;
  readonly parent: string;
  readonly attempt: number;
  /** The prompt as sent; absent for teachers that read none. */
  readonly messages?: readonly ChatMessage[];
  readonly raw: string;
  readonly usage: TokenUsage | null;
  readonly finish: 'stop' | 'length' | null;
}

/** A call that brought nothing; the run goes on with the next attempt or seed. */
export interface CallFailed {
  readonly type: 'call-failed';
  readonly iteration: number;
  readonly parent: string;
  readonly attempt: number;
  readonly error: PlainError;
}

/** The teacher has no reply left for this example: it is left out from here on. */
export interface TeacherExhausted {
  readonly type: 'teacher-exhausted';
  readonly iteration: number;
  readonly parent: string;
}

/**
 * A second look at the label of one candidate of a reply, before it is judged. One by the teacher is a call:
 * it costs what a call costs. `label` null: no opinion could be had (`error`) or read (`raw`).
 */
export interface Checked {
  readonly type: 'checked';
  readonly iteration: number;
  readonly parent: string;
  readonly attempt: number;
  /** The candidate's place in the reply, from 0. */
  readonly index: number;
  readonly by: Exclude<LabelCheck, 'off'>;
  readonly label: string | null;
  /** As it was written, where it was. */
  readonly raw?: string;
  /** The teacher's only; null: it did not say. */
  readonly usage?: TokenUsage | null;
  /** The student's scores of the labels, in the task's order. */
  readonly scores?: readonly number[];
  readonly error?: PlainError;
}

export interface Judged {
  readonly type: 'judged';
  readonly iteration: number;
  readonly id: string;
  readonly parent: string;
  readonly attempt: number;
  /** Empty when the reply could not be read at all. */
  readonly text: string;
  readonly label: string | null;
  readonly repaired: boolean;
  /** null: accepted; else the reason in kebab-case. */
  readonly reject: string | null;
  /** The rule that decided, or the last one that let it pass. */
  readonly rule: string;
  readonly nearest?: Neighbour;
  /** The parser's words where the reply was unreadable. */
  readonly note?: string;
}

export interface Grown {
  readonly type: 'grown';
  readonly iteration: number;
  readonly added: readonly string[];
  readonly trainSize: number;
}

export interface Finished {
  readonly type: 'finished';
  readonly iteration: number;
  readonly reason: StopReason;
}

/**
 * From here on another language model plays a role: a smaller one, say, after the GPU was lost. A student that
 * changes in the middle of an evaluation is evaluated anew, so that no iteration mixes two of them.
 */
export interface ModelChanged {
  readonly type: 'model-changed';
  readonly iteration: number;
  readonly role: 'student' | 'teacher';
  readonly from: string;
  readonly to: string;
}

/** The run could not go on; resuming it goes on from here. */
export interface Interrupted {
  readonly type: 'interrupted';
  readonly iteration: number;
  readonly error: PlainError;
}

export type LoopEvent =
  | RunStarted
  | IterationStarted
  | Fitted
  | Predicted
  | WrongCollected
  | Selected
  | Asked
  | Replied
  | CallFailed
  | TeacherExhausted
  | Checked
  | Judged
  | Grown
  | ModelChanged
  | Finished
  | Interrupted;

export const STAGES = ['train', 'evaluate', 'wrong', 'teacher', 'filter', 'grow'] as const;
/** The stages of the drawn loop. */
export type Stage = (typeof STAGES)[number];

/** The stage an event belongs to; null for those that frame the run. */
export function stageOf(event: LoopEvent): Stage | null {
  switch (event.type) {
    case 'fitted':
      return event.fold === null ? 'train' : 'evaluate';
    case 'predicted':
      return 'evaluate';
    case 'wrong-collected':
    case 'selected':
      return 'wrong';
    case 'asked':
    case 'replied':
    case 'call-failed':
    case 'teacher-exhausted':
      return 'teacher';
    case 'checked':
    case 'judged':
      return 'filter';
    case 'grown':
      return 'grow';
    default:
      return null;
  }
}
