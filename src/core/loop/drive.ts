/** Drives a run: store first, then show. The one place where runner, store and gate meet. */
import { LabError } from '../errors.ts';
import { canonicalJson } from '../json.ts';
import type { RunStore } from '../storage/port.ts';
import type { LoopEvent, ModelChanged } from './events.ts';
import { applyEvent, foldEvents } from './fold.ts';
import type { Gate } from './gate.ts';
import { changedKeys, modelChanges, withModels } from './model-change.ts';
import type { RunParts } from './runner.ts';
import { runLoop } from './runner.ts';
import type { RunState } from './state.ts';
import { currentIteration } from './state.ts';

export interface DriveOptions {
  readonly id: string;
  readonly parts: RunParts;
  readonly store: Pick<RunStore, 'read' | 'append'>;
  readonly signal: AbortSignal;
  /** Lets events pass to `onEvent` one by one; without it they pass at once. */
  readonly gate?: Gate;
  /** @param index the event's place in the log, from 0 */
  readonly onEvent?: (event: LoopEvent, state: RunState, index: number) => void | Promise<void>;
}

/**
 * Goes on from the run's log to its end and returns the final state. Every batch is stored before
 * any of its events is shown (invariant 5), and the next action waits until they were shown; only
 * replies that are under way are stored meanwhile. Throws what the runner or the store throws; what
 * was stored stays.
 */
export async function driveRun(options: DriveOptions): Promise<RunState> {
  const { id, parts, store, signal, gate, onEvent } = options;
  const state = foldEvents(await store.read(id));
  const changes = changesOf(state, parts);
  const show = async (events: readonly LoopEvent[], at: number): Promise<void> => {
    for (const [i, event] of events.entries()) {
      await gate?.pass(event, signal);
      await onEvent?.(event, state, at + i);
    }
  };
  if (changes.length > 0) {
    await store.append(id, state.head, changes);
    await show(changes, state.head);
    for (const change of changes) applyEvent(state, change);
  }
  let shown = Promise.resolve();
  for await (const { events, inFlight } of runLoop(state, parts, signal)) {
    const at = state.head;
    await store.append(id, at, events);
    shown = shown.then(() => show(events, at));
    // A failure to show is thrown by the next await of `shown`; until then it is not unhandled.
    shown.catch(() => undefined);
    if (inFlight > 0) continue;
    await shown;
    // A closed gate also holds the next action: it may cost something.
    if (events[events.length - 1]?.type !== 'finished') await gate?.whenOpen(signal);
  }
  await shown;
  return state;
}

/**
 * A log goes on only as the run it began as, but for the models of the tab, whose changes are returned. Nothing is
 * appended before this is sure.
 */
function changesOf(state: RunState, parts: RunParts): ModelChanged[] {
  const { start } = state;
  if (!start) return [];
  if (start.test.dataHash !== parts.dataHash) {
    throw new LabError(
      'other-data',
      'This log belongs to a run on other data: the hashes differ.',
      'Give the data the run was started with, or start a new run.',
    );
  }
  const iteration = currentIteration(state)?.iteration ?? 0;
  // A finished run has nothing left to do with another model.
  const changes = state.finish ? [] : modelChanges(start.config, parts.config, iteration);
  const changed = changedKeys(withModels(start.config, changes), parts.config);
  if (canonicalJson(start.seeds) !== canonicalJson(parts.seeds) && changed.length === 0)
    changed.push('seeds');
  if (changed.length === 0) return changes;
  throw new LabError(
    'other-config',
    `This log belongs to a run with other settings: ${changed.join(', ')}.`,
    'Give the settings the run was started with, or start a new run.',
  );
}
