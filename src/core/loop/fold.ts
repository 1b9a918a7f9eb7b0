/** One event applied to a state. The state is owned by its folder; the log is the only source of it. */
import { parseConfig } from '../config/schema.ts';
import type { LoopEvent } from './events.ts';
import { LOG_VERSION, stageOf } from './events.ts';
import { applyToIteration, badLog } from './fold-iteration.ts';
import { applyModelChange } from './model-change.ts';
import type { RunState } from './state.ts';
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
    // An older log may lack settings that have a default by now.
    state.start = { ...event, config: parseConfig(event.config) };
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
  if (event.type === 'model-changed') {
    applyModelChange(state, state.start, event);
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
