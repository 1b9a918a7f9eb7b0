/** The control arms of a finished run, at the budget it spent. */
import type { BrowserLab } from '../browser/lab.ts';
import type { LoopHost } from '../browser/loop-host.ts';
import type { RemoteWorker } from '../browser/remote.ts';
import { foldEvents } from '../core/loop/fold.ts';
import type { ArmResult } from '../core/loop/report.ts';
import { learningCurve, resultOf } from '../core/loop/report.ts';
import { withBudget } from '../core/loop/stops.ts';
import type { RunState } from '../core/loop/state.ts';
import type { RunRecord } from '../core/storage/port.ts';
import { driveInWorker } from './drive-run.ts';

/**
 * What a finished run knows by itself: its own result, and plain fine-tuning, which is its first fit (the
 * same seeds, the same trainer), so that nothing is computed for it.
 */
export function knownArms(state: RunState): ArmResult[] {
  const own = resultOf(state);
  const first = learningCurve(state)[0];
  if (!own || !first?.testAccuracy) return [];
  // Two students: what the first one answered says nothing about the other's gain.
  if (state.studentChangedIn !== null) return [own];
  const { trainSize, testAccuracy } = first;
  return [own, { arm: 'seeds-only', testAccuracy, trainSize, accepted: 0, teacherCalls: 0 }];
}

/** The arms that have to be run: untargeted, with as many examples as this run accepted. */
export async function controlArms(
  lab: BrowserLab,
  record: RunRecord,
  state: RunState,
  startWorker: () => RemoteWorker<LoopHost>,
): Promise<ArmResult[]> {
  const own = resultOf(state);
  if (own?.arm !== 'llm2llm' || own.accepted === 0) return [];
  const control = await lab.control(
    record,
    withBudget({ ...record.config, arm: 'untargeted' }, own.accepted),
  );
  const untargeted = await resultOfRun(lab, control, startWorker);
  return untargeted ? [untargeted] : [];
}

/** The result of a run, driving it to its end first where it has none. */
async function resultOfRun(
  lab: BrowserLab,
  record: RunRecord,
  startWorker: () => RemoteWorker<LoopHost>,
): Promise<ArmResult | null> {
  const { id } = record;
  const stored = resultOf(foldEvents(await lab.store.read(id)));
  if (stored) return stored;
  const worker = startWorker();
  try {
    await worker.alive(worker.remote.play());
    const listener = { events: ignore, paused: ignore, note: ignore, tuning: ignore };
    await driveInWorker(worker, lab, record, listener);
  } finally {
    worker.terminate();
  }
  return resultOf(foldEvents(await lab.store.read(id)));
}

function ignore(): void {
  // Nobody watches a control run; its log can be opened afterwards.
}
