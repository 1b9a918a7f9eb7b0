/** The state of a run: a pure fold over its events, and nothing else. */
import type { RunConfig } from '../config/schema.ts';
import type { PlainError } from '../errors.ts';
import type { AugmentedExample, Example } from '../example.ts';
import type {
  Checked,
  Fitted,
  Judged,
  LoopEvent,
  Predicted,
  RunStarted,
  Stage,
  StopReason,
  TeacherExhausted,
} from './events.ts';
import type { Asked, CallFailed, Replied } from './events.ts';
import type { Tally } from './tally.ts';
import { newTally } from './tally.ts';

export type AskRequest = Asked['requests'][number];

/** A call that has been resolved: with a reply, a failure, or the news that nothing is left. */
export type Outcome = Replied | CallFailed | TeacherExhausted;

export interface IterationState {
  readonly iteration: number;
  readonly trainSize: number;
  readonly last: boolean;
  fit: Fitted | null;
  readonly folds: Map<number, Fitted>;
  readonly seeds: Map<string, Predicted>;
  readonly test: Map<string, Predicted>;
  readonly augmented: Map<string, Predicted>;
  /** Seeds, asked of the fit of their fold. */
  readonly heldOut: Map<string, Predicted>;
  /** The same of augmented examples, in the ablation that augments them too. */
  readonly heldOutAugmented: Map<string, Predicted>;
  wrong: readonly string[] | null;
  /** Wanted new examples per parent; null until the examples to augment are selected. */
  targets: Map<string, number> | null;
  /** The last selection came back empty: there is nobody left to choose. */
  selectionEmpty: boolean;
  /** Requests of the wave under way, in order, and what became of each. */
  wave: readonly AskRequest[];
  readonly outcomes: Map<string, Outcome>;
  /** Second looks at the candidates of this wave's replies, by parent and place in the reply. */
  readonly checks: Map<string, Map<number, Checked>>;
  /** Replies of this wave that have been judged, by parent. */
  readonly judged: Set<string>;
  /** Calls for new examples made this iteration, by parent. */
  readonly calls: Map<string, number>;
  readonly exhausted: string[];
  readonly failed: CallFailed[];
  readonly replies: Replied[];
  /** Every second look of this iteration, in order. */
  readonly checked: Checked[];
  readonly candidates: Judged[];
  /** Accepted this iteration, by parent. */
  readonly accepted: Map<string, number>;
  acceptedCount: number;
  /** Teacher calls: replies, checks by the teacher, and failures of both. */
  callCount: number;
  readonly tally: Tally;
  added: readonly string[] | null;
}

export interface RunState {
  /** Events folded so far: the length of the log. */
  head: number;
  status: 'new' | 'running' | 'finished' | 'interrupted';
  start: RunStarted | null;
  stage: Stage | null;
  readonly iterations: IterationState[];
  /** The iteration in which another student took over; null where one student was asked all along. */
  studentChangedIn: number | null;
  /** In training since the iteration after their own. */
  readonly augmented: AugmentedExample[];
  /** Every example by id: seeds, accepted ones. */
  readonly examples: Map<string, Example | AugmentedExample>;
  /** Replies used per parent, over all iterations. */
  readonly used: Map<string, number>;
  /** Parents the teacher has nothing more for. */
  readonly exhausted: Set<string>;
  /** Teacher calls: replies, checks by the teacher, and failures of both. */
  calls: number;
  readonly tally: Tally;
  /** Failed calls since the last reply or interruption. */
  faultsInARow: number;
  /** Accepted examples, merged or about to be. */
  acceptedTotal: number;
  finish: { readonly iteration: number; readonly reason: StopReason } | null;
  error: PlainError | null;
}

export function emptyState(): RunState {
  return {
    head: 0,
    status: 'new',
    start: null,
    stage: null,
    iterations: [],
    studentChangedIn: null,
    augmented: [],
    examples: new Map(),
    used: new Map(),
    exhausted: new Set(),
    calls: 0,
    tally: newTally(),
    faultsInARow: 0,
    acceptedTotal: 0,
    finish: null,
    error: null,
  };
}

export function newIteration(event: Extract<LoopEvent, { type: 'iteration-started' }>): IterationState {
  return {
    iteration: event.iteration,
    trainSize: event.trainSize,
    last: event.last,
    fit: null,
    folds: new Map(),
    seeds: new Map(),
    test: new Map(),
    augmented: new Map(),
    heldOut: new Map(),
    heldOutAugmented: new Map(),
    wrong: null,
    targets: null,
    selectionEmpty: false,
    wave: [],
    outcomes: new Map(),
    checks: new Map(),
    judged: new Set(),
    calls: new Map(),
    exhausted: [],
    failed: [],
    replies: [],
    checked: [],
    candidates: [],
    accepted: new Map(),
    acceptedCount: 0,
    callCount: 0,
    tally: newTally(),
    added: null,
  };
}

/** The configuration of a started run. Throws when the log is empty: a caller's mistake. */
export function startOf(state: RunState): RunStarted {
  if (!state.start) throw new Error('The run has not started: its log is empty.');
  return state.start;
}

export function configOf(state: RunState): RunConfig {
  return startOf(state).config;
}

/** The iteration under way, or the last one of a finished run. */
export function currentIteration(state: RunState): IterationState | undefined {
  return state.iterations[state.iterations.length - 1];
}

/** D_i: the seeds and every merged augmented example, in the order they joined. */
export function trainingSet(state: RunState): readonly Example[] {
  return [...startOf(state).seeds, ...state.augmented];
}
