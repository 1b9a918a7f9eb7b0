/** The control arms of a finished run, at the budget it spent. */
import { proxy } from 'comlink';
import type { BrowserLab } from '../browser/lab.ts';
import type { LoopHost } from '../browser/loop-host.ts';
import type { RemoteWorker } from '../browser/remote.ts';
import { foldEvents } from '../core/loop/fold.ts';
import type { ArmResult } from '../core/loop/report.ts';
import { learningCurve, resultOf } from '../core/loop/report.ts';
import type { RunState } from '../core/loop/state.ts';
import type { RunRecord } from '../core/storage/port.ts';

/**
 * This run, plain fine-tuning, and the untargeted arm with as many examples.
 * Seeds-only is the run's own first fit: same seeds, same trainer, so nothing is computed for it.
 */
export async function compareArms(
  lab: BrowserLab,
  record: RunRecord,
  state: RunState,
  startWorker: () => RemoteWorker<LoopHost>,
): Promise<ArmResult[]> {
  const own = resultOf(state);
  const first = learningCurve(state)[0];
  if (!own || !first?.testAccuracy) return [];
  const { trainSize, testAccuracy } = first;
  const seedsOnly: ArmResult = { arm: 'seeds-only', testAccuracy, trainSize, accepted: 0, teacherCalls: 0 };
  if (own.arm !== 'llm2llm' || own.accepted === 0) return [own, seedsOnly];
  const control = await lab.control(record, {
    ...record.config,
    arm: 'untargeted',
    stops: { ...record.config.stops, budget: own.accepted },
  });
  const untargeted = await resultOfRun(lab, control, startWorker);
  return untargeted ? [own, untargeted, seedsOnly] : [own, seedsOnly];
}

/** The result of a run, driving it to its end first where it has none. */
async function resultOfRun(
  lab: BrowserLab,
  { id, config }: RunRecord,
  startWorker: () => RemoteWorker<LoopHost>,
): Promise<ArmResult | null> {
  const stored = resultOf(foldEvents(await lab.store.read(id)));
  if (stored) return stored;
  const worker = startWorker();
  try {
    const { teacher } = config;
    const key = teacher.id === 'api' ? lab.keys.get(teacher.baseUrl) : undefined;
    await worker.remote.play();
    await worker.remote.run(
      { id, base: lab.base, key },
      proxy({ events: ignore, paused: ignore, note: ignore }),
    );
  } finally {
    worker.terminate();
  }
  return resultOf(foldEvents(await lab.store.read(id)));
}

function ignore(): void {
  // Nobody watches a control run; its log can be opened afterwards.
}
