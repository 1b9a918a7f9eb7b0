/**
 * The loop runner: plans the next action, performs it, and yields the events it caused. Whoever drives it
 * stores each batch before asking for the next; a batch is atomic. Killed at any moment, a new
 * runner over the same log goes on with what is not in it yet.
 */
import type { RunConfig } from '../config/schema.ts';
import { isAbort, toPlainError } from '../errors.ts';
import type { Example } from '../example.ts';
import type { Filter } from '../filters/port.ts';
import type { Student } from '../students/port.ts';
import type { Task } from '../tasks/port.ts';
import type { Teacher } from '../teachers/port.ts';
import type { Trainer } from '../trainers/port.ts';
import type { Arm } from './arms.ts';
import { askTeacher } from './ask.ts';
import { takeLooks } from './check-stage.ts';
import { looksFor } from './looks.ts';
import type { LoopEvent } from './events.ts';
import { LOG_VERSION } from './events.ts';
import { applyEvent } from './fold.ts';
import { foldsOf } from './folds.ts';
import { FilterStage } from './filter-stage.ts';
import type { Action, PlanContext } from './plan.ts';
import { planNext } from './plan.ts';
import type { Pool } from './pool.ts';
import { selectTargets } from './select.ts';
import type { IterationState, RunState } from './state.ts';
import { currentIteration } from './state.ts';
import { StudentStage } from './student-stage.ts';

/** Everything a run needs, put together by ./assemble.ts. */
export interface RunParts {
  /** What the run is called where a fit is recorded outside its log. */
  readonly run: string;
  readonly config: RunConfig;
  readonly arm: Arm;
  readonly task: Task;
  readonly student: Student;
  readonly trainer: Trainer;
  /** null for arms that ask none. */
  readonly teacher: Teacher | null;
  readonly filters: readonly Filter[];
  readonly seeds: readonly Example[];
  readonly test: readonly Example[];
  /** What distillation labels; empty for every other arm. */
  readonly pool: Pool;
  readonly dataHash: string;
}

/** Events that are stored together or not at all. */
export interface Batch {
  readonly events: readonly LoopEvent[];
  /** Calls under way whose outcomes come next: the caller should not let them wait for long. */
  readonly inFlight: number;
}

/**
 * Runs until the end, yielding batches of events. `state` is folded in place, each batch after it was
 * taken. Throws the LabError of an `interrupted` event after yielding it; rejects with AbortError when
 * `signal` fires, leaving nothing half done.
 */
export async function* runLoop(
  state: RunState,
  parts: RunParts,
  signal: AbortSignal,
): AsyncGenerator<Batch, void, void> {
  const record = ({ events }: Batch): void => {
    for (const event of events) applyEvent(state, event);
  };
  if (!state.start) {
    const batch = settled([startEvent(parts)]);
    yield batch;
    record(batch);
  }
  const context = planContext(parts);
  const stages = { student: new StudentStage(parts), filter: new FilterStage(parts, state) };
  for (;;) {
    signal.throwIfAborted();
    const action = planNext(state, context);
    if (!action) return;
    try {
      for await (const batch of perform(action, state, parts, context, stages, signal)) {
        yield batch;
        record(batch);
      }
    } catch (error) {
      if (signal.aborted || isAbort(error)) throw error;
      const batch = settled([
        { type: 'interrupted', iteration: iterationOf(state), error: toPlainError(error) },
      ]);
      yield batch;
      record(batch);
      throw error;
    }
  }
}

function settled(events: readonly LoopEvent[]): Batch {
  return { events, inFlight: 0 };
}

function startEvent(parts: RunParts): LoopEvent {
  const { config, task, seeds, test, dataHash, student, teacher } = parts;
  return {
    type: 'run-started',
    v: LOG_VERSION,
    config,
    labels: task.labels,
    seeds,
    test: { count: test.length, dataHash },
    student: { id: student.id, changes: student.changes },
    teacher: teacher && { id: teacher.id, title: teacher.title },
  };
}

function planContext(parts: RunParts): PlanContext {
  return {
    arm: parts.arm,
    test: parts.test,
    folds: foldsOf(parts.config, parts.seeds, parts.student),
    chunk: parts.student.chunk,
    examplesPerCall: parts.teacher?.examplesPerCall ?? 1,
    atOnce: parts.teacher?.concurrency ?? 1,
    looksOf: looksFor(parts),
  };
}

interface Stages {
  readonly student: StudentStage;
  readonly filter: FilterStage;
}

/** The events of one action, in batches that may each be stored on their own. */
async function* perform(
  action: Action,
  state: RunState,
  parts: RunParts,
  context: PlanContext,
  stages: Stages,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const iteration = iterationOf(state);
  switch (action.kind) {
    case 'begin': {
      const trainSize = parts.seeds.length + state.augmented.length;
      stages.filter.beginIteration();
      yield settled([
        { type: 'iteration-started', iteration: action.iteration, trainSize, last: action.last },
      ]);
      return;
    }
    case 'fit':
      yield settled(await stages.student.fit(state, action.fold, context.folds, signal));
      return;
    case 'predict':
      yield settled(await stages.student.predict(state, action, signal));
      return;
    case 'collect':
      yield settled([
        { type: 'wrong-collected', iteration, ids: collectWrong(state, parts.config, context) },
      ]);
      return;
    case 'select':
      yield settled(select(state, parts));
      return;
    case 'copy':
      yield settled(stages.filter.copies(state));
      return;
    case 'wave':
      yield settled([{ type: 'asked', iteration, requests: action.requests }]);
      return;
    case 'ask':
      yield* askTeacher(state, parts, action.requests, signal);
      return;
    case 'check':
      yield* takeLooks(state, parts, stages.student, action.looks, signal);
      return;
    case 'judge':
      yield settled(stages.filter.judgeReply(state, action.reply, action.count));
      return;
    case 'grow': {
      const added = (currentIteration(state)?.candidates ?? [])
        .filter(({ reject }) => reject === null)
        .map(({ id }) => id);
      const trainSize = parts.seeds.length + state.augmented.length + added.length;
      yield settled([{ type: 'grown', iteration, added, trainSize }]);
      return;
    }
    case 'finish':
      yield settled([{ type: 'finished', iteration, reason: action.reason }]);
  }
}

function iterationOf(state: RunState): number {
  return currentIteration(state)?.iteration ?? 0;
}

/** W_i by the configured rule: held-out answers where there are folds, the answers on the seeds else. */
function collectWrong(state: RunState, config: RunConfig, { folds }: PlanContext): string[] {
  const it = currentIteration(state);
  if (!it || !state.start) return [];
  const answers = folds.length > 0 ? it.heldOut : it.seeds;
  const isWrong = ({ id }: Example): boolean => answers.get(id)?.correct === false;
  const wrong = state.start.seeds.filter(isWrong).map(({ id }) => id);
  if (config.augmentFrom === 'seeds') return wrong;
  const ofAugmented = folds.length > 0 ? it.heldOutAugmented : it.augmented;
  const augmented = state.augmented.filter(({ id }) => ofAugmented.get(id)?.correct === false);
  return [...wrong, ...augmented.map(({ id }) => id)];
}

/** The targets, after leaving out those the teacher has nothing more for. */
function select(state: RunState, parts: RunParts): LoopEvent[] {
  const it = currentIteration(state);
  if (!it) return [];
  const { arm, teacher } = parts;
  const { iteration } = it;
  const hasReplies = (id: string): boolean => {
    const parent = state.examples.get(id);
    return parent !== undefined && teacher?.remaining(parent, state.used.get(id) ?? 0) !== 0;
  };
  const usedUp = teacher ? wanted(it, parts).filter((id) => !state.exhausted.has(id) && !hasReplies(id)) : [];
  const targets = selectTargets(state, it, arm, {
    pool: [...parts.pool.keys()],
    hasReplies: (id) => !teacher || hasReplies(id),
  });
  return [
    ...usedUp.map((parent) => ({ type: 'teacher-exhausted', iteration, parent }) as const),
    { type: 'selected', iteration, targets },
  ];
}

/** Whom the teacher should have something for: targeting wants the wrong ones, other selections would take anybody. */
function wanted(it: IterationState, { arm, seeds }: RunParts): readonly string[] {
  switch (arm.select) {
    case 'wrong':
      return it.wrong ?? [];
    case 'pool':
      return [];
    default:
      return seeds.map(({ id }) => id);
  }
}
