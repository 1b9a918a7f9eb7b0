/** Drives a run: store first, then show. The one place where runner, store and gate meet. */
import { LabError } from '../errors.ts';
import type { RunStore } from '../storage/port.ts';
import type { LoopEvent } from './events.ts';
import { foldEvents } from './fold.ts';
import type { Gate } from './gate.ts';
import type { RunParts } from './runner.ts';
import { runLoop } from './runner.ts';
import type { RunState } from './state.ts';

export interface DriveOptions {
  readonly id: string;
  readonly parts: RunParts;
  readonly store: Pick<RunStore, 'read' | 'append'>;
  readonly signal: AbortSignal;
  /** Lets events pass to `onEvent` one by one; without it they pass at once. */
  readonly gate?: Gate;
  readonly onEvent?: (event: LoopEvent, state: RunState) => void | Promise<void>;
}

/**
 * Goes on from the run's log to its end and returns the final state. Every batch is stored before
 * any of its events is shown (invariant 5). Throws what the runner or the store throws; what was
 * stored stays.
 */
export async function driveRun(options: DriveOptions): Promise<RunState> {
  const { id, parts, store, signal, gate, onEvent } = options;
  const state = foldEvents(await store.read(id));
  checkSameRun(state, parts);
  for await (const batch of runLoop(state, parts, signal)) {
    await store.append(id, state.head, batch);
    for (const event of batch) {
      await gate?.pass(event, signal);
      await onEvent?.(event, state);
    }
  }
  return state;
}

/** A log goes on only with the data it began with. */
function checkSameRun(state: RunState, parts: RunParts): void {
  if (!state.start || state.start.test.dataHash === parts.dataHash) return;
  throw new LabError(
    'other-data',
    'This log belongs to a run on other data: the hashes differ.',
    'Give the data the run was started with, or start a new run.',
  );
}
