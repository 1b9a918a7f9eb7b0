/** Drives a run: store first, then show. The one place where runner, store and gate meet. */
import { LabError } from '../errors.ts';
import { canonicalJson } from '../json.ts';
import type { RunConfig } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';
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
  checkSameRun(state, parts);
  const show = async (events: readonly LoopEvent[], at: number): Promise<void> => {
    for (const [i, event] of events.entries()) {
      await gate?.pass(event, signal);
      await onEvent?.(event, state, at + i);
    }
  };
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

/** A log goes on only as the run it began as. Nothing is appended before this is sure. */
function checkSameRun({ start }: RunState, parts: RunParts): void {
  if (!start) return;
  if (start.test.dataHash !== parts.dataHash) {
    throw new LabError(
      'other-data',
      'This log belongs to a run on other data: the hashes differ.',
      'Give the data the run was started with, or start a new run.',
    );
  }
  // An older log may lack settings that have a default by now.
  const changed = changedKeys(parseConfig(start.config), parts.config);
  if (canonicalJson(start.seeds) !== canonicalJson(parts.seeds) && changed.length === 0)
    changed.push('seeds');
  if (changed.length === 0) return;
  throw new LabError(
    'other-config',
    `This log belongs to a run with other settings: ${changed.join(', ')}.`,
    'Give the settings the run was started with, or start a new run.',
  );
}

/** Settings that differ. A set may be kept under another name here: its hash is what counts. */
export function changedKeys(one: RunConfig, two: RunConfig): string[] {
  const named = ({ data, ...config }: RunConfig) => ({ ...config, data: { ...data, id: '' } });
  const [a, b] = [named(one), named(two)];
  return (Object.keys(b) as (keyof RunConfig)[]).filter(
    (key) => canonicalJson(a[key]) !== canonicalJson(b[key]),
  );
}
