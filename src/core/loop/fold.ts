/** One event applied to a state. The state is owned by its folder; the log is the only source of it. */
import { LabError } from '../errors.ts';
import type { AugmentedExample } from '../example.ts';
import type { LoopEvent, Predicted } from './events.ts';
import { LOG_VERSION, stageOf } from './events.ts';
import type { IterationState, RunState } from './state.ts';
import { currentIteration, emptyState, newIteration } from './state.ts';

/** The state after these events. Throws LabError `bad-log` when they are no log of a run. */
export function foldEvents(events: Iterable<LoopEvent>): RunState {
  const state = emptyState();
  for (const event of events) applyEvent(state, event);
  return state;
}

/** Applies one event in place; `head` counts them. */
export function applyEvent(state: RunState, event: LoopEvent): void {
  state.head += 1;
  if (event.type === 'run-started') {
    if (state.start || event.v !== LOG_VERSION) throw badLog(state.head, event.type);
    state.start = event;
    state.status = 'running';
    for (const seed of event.seeds) state.examples.set(seed.id, seed);
    if (state.examples.size < event.seeds.length) throw badLog(state.head, event.type);
    return;
  }
  if (!state.start) throw badLog(state.head, event.type);
  // Any event after an interruption means that the run was resumed.
  state.status = 'running';
  state.error = null;
  state.stage = stageOf(event) ?? state.stage;
  if (event.type === 'iteration-started') {
    state.iterations.push(newIteration(event));
    state.stage = null;
    return;
  }
  if (event.type === 'interrupted') {
    state.status = 'interrupted';
    state.faultsInARow = 0;
    state.error = event.error;
    return;
  }
  if (event.type === 'finished') {
    state.status = 'finished';
    state.finish = { iteration: event.iteration, reason: event.reason };
    state.stage = null;
    return;
  }
  const it = currentIteration(state);
  if (!it || it.iteration !== event.iteration) throw badLog(state.head, event.type);
  applyToIteration(state, it, event);
}

type IterationEvent = Exclude<
  LoopEvent,
  { type: 'run-started' | 'iteration-started' | 'interrupted' | 'finished' }
>;

function applyToIteration(state: RunState, it: IterationState, event: IterationEvent): void {
  switch (event.type) {
    case 'fitted':
      if (event.fold === null) it.fit = event;
      else it.folds.set(event.fold, event);
      break;
    case 'predicted':
      predictionsOf(it, event).set(event.id, event);
      break;
    case 'wrong-collected':
      it.wrong = event.ids;
      break;
    case 'selected':
      it.targets ??= new Map();
      for (const [id, want] of event.targets) it.targets.set(id, (it.targets.get(id) ?? 0) + want);
      it.selectionEmpty = event.targets.length === 0;
      break;
    case 'asked':
      it.wave = event.requests;
      it.outcomes.clear();
      it.judged.clear();
      break;
    case 'replied':
      it.replies.push(event);
      bump(state.used, event.parent);
      state.faultsInARow = 0;
      countCall(state, it, event.parent);
      it.outcomes.set(event.parent, event);
      break;
    case 'call-failed':
      it.failed.push(event);
      state.faultsInARow += 1;
      countCall(state, it, event.parent);
      it.outcomes.set(event.parent, event);
      break;
    case 'teacher-exhausted':
      it.exhausted.push(event.parent);
      state.exhausted.add(event.parent);
      it.outcomes.set(event.parent, event);
      break;
    case 'judged':
      it.candidates.push(event);
      it.judged.add(event.parent);
      if (event.reject === null && event.label !== null) accept(state, it, event);
      break;
    case 'grown':
      it.added = event.added;
      for (const id of event.added) state.augmented.push(acceptedExample(state, id));
      break;
  }
}

function accept(state: RunState, it: IterationState, event: Extract<LoopEvent, { type: 'judged' }>): void {
  const parent = state.examples.get(event.parent);
  if (!parent || event.label === null || state.examples.has(event.id)) throw badLog(state.head, event.type);
  const example: AugmentedExample = {
    id: event.id,
    text: event.text,
    label: event.label,
    parent: parent.id,
    root: 'root' in parent ? parent.root : parent.id,
    iteration: event.iteration,
  };
  state.examples.set(example.id, example);
  state.acceptedTotal += 1;
  it.acceptedCount += 1;
  bump(it.accepted, event.parent);
}

function acceptedExample(state: RunState, id: string): AugmentedExample {
  const example = state.examples.get(id);
  if (!example || !('root' in example)) throw badLog(state.head, 'grown');
  return example;
}

function countCall(state: RunState, it: IterationState, parent: string): void {
  state.calls += 1;
  it.callCount += 1;
  bump(it.calls, parent);
}

function predictionsOf(it: IterationState, event: Predicted): Map<string, Predicted> {
  if (event.of === 'held-out') return it.heldOut;
  return it[event.of];
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function badLog(position: number, type: string): LabError {
  return new LabError(
    'bad-log',
    `Event ${position} ("${type}") does not fit the log before it.`,
    'The log is damaged or of a newer version. Open another copy of the run, or start it again.',
  );
}
