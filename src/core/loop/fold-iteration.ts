/** An event of an iteration applied to the state: what each kind of event changes. */
import { LabError } from '../errors.ts';
import type { AugmentedExample } from '../example.ts';
import type { TokenUsage } from '../teachers/port.ts';
import { armOf } from './arms.ts';
import type { Checked, LoopEvent, Predicted } from './events.ts';
import type { IterationState, RunState } from './state.ts';
import { configOf } from './state.ts';
import { NO_TOKENS, tallyReply } from './tally.ts';

type IterationEvent = Exclude<
  LoopEvent,
  { type: 'run-started' | 'iteration-started' | 'model-changed' | 'interrupted' | 'finished' }
>;

/** Applies an event of the iteration under way. */
export function applyToIteration(state: RunState, it: IterationState, event: IterationEvent): void {
  switch (event.type) {
    case 'fitted':
      if (event.fold === null) it.fit = event;
      else it.folds.set(event.fold, event);
      break;
    case 'predicted':
      predictionsOf(state, it, event).set(event.id, event);
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
      it.checks.clear();
      it.judged.clear();
      break;
    case 'replied':
      it.replies.push(event);
      bump(state.used, event.parent);
      bump(it.calls, event.parent);
      countReply(state, it, event.messages ? event.usage : NO_TOKENS);
      it.outcomes.set(event.parent, event);
      break;
    case 'call-failed':
      it.failed.push(event);
      bump(it.calls, event.parent);
      countFailure(state, it);
      it.outcomes.set(event.parent, event);
      break;
    case 'teacher-exhausted':
      it.exhausted.push(event.parent);
      state.exhausted.add(event.parent);
      it.outcomes.set(event.parent, event);
      break;
    case 'checked':
      it.checked.push(event);
      lookedAt(it, event.parent).set(event.index, event);
      if (event.by === 'student') break;
      if (event.error) countFailure(state, it);
      else countReply(state, it, event.usage ?? null);
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
  const parent = parentOf(state, event.parent);
  if (!parent || event.label === null || state.examples.has(event.id)) throw badLog(state.head, event.type);
  const example: AugmentedExample = {
    id: event.id,
    text: event.text,
    label: event.label,
    parent: event.parent,
    root: parent.root,
    iteration: event.iteration,
  };
  state.examples.set(example.id, example);
  state.acceptedTotal += 1;
  it.acceptedCount += 1;
  bump(it.accepted, event.parent);
}

/** Whose descendant a new example is. A text of the pool is its own root, and no example of the run. */
function parentOf(state: RunState, id: string): { readonly root: string } | null {
  if (armOf(configOf(state).arm)?.select === 'pool') return { root: id };
  const parent = state.examples.get(id);
  return parent ? { root: 'root' in parent ? parent.root : id } : null;
}

function acceptedExample(state: RunState, id: string): AugmentedExample {
  const example = state.examples.get(id);
  if (!example || !('root' in example)) throw badLog(state.head, 'grown');
  return example;
}

function countReply(state: RunState, it: IterationState, usage: TokenUsage | null): void {
  state.faultsInARow = 0;
  countCall(state, it);
  tallyReply(state.tally, usage);
  tallyReply(it.tally, usage);
}

function countFailure(state: RunState, it: IterationState): void {
  state.faultsInARow += 1;
  countCall(state, it);
  state.tally.failed += 1;
  it.tally.failed += 1;
}

function countCall(state: RunState, it: IterationState): void {
  state.calls += 1;
  it.callCount += 1;
}

function lookedAt(it: IterationState, parent: string): Map<number, Checked> {
  const known = it.checks.get(parent);
  if (known) return known;
  const looks = new Map<number, Checked>();
  it.checks.set(parent, looks);
  return looks;
}

function predictionsOf(state: RunState, it: IterationState, { of, id }: Predicted): Map<string, Predicted> {
  if (of !== 'held-out') return it[of];
  const example = state.examples.get(id);
  return example && 'root' in example ? it.heldOutAugmented : it.heldOut;
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The error for an event that cannot follow those before it; positions count from 1. */
export function badLog(position: number, type: string): LabError {
  return new LabError(
    'bad-log',
    `Event ${position} ("${type}") does not fit the log before it.`,
    'The log is damaged or of a newer version. Open another copy of the run, or start it again.',
  );
}
