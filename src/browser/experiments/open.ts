/** An experiment that is open in this tab: its results, and the workers that make the missing ones. */
import { proxy } from 'comlink';
import type { Dataset } from '../../core/datasets/port.ts';
import type { PlainError } from '../../core/errors.ts';
import { isAbort, toPlainError } from '../../core/errors.ts';
import type { CellResult } from '../../core/experiment/cell.ts';
import type { DriveExperiment } from '../../core/experiment/drive.ts';
import { driveExperiment } from '../../core/experiment/drive.ts';
import type { PlannedCell } from '../../core/experiment/plan.ts';
import type { Progress } from '../../core/experiment/progress.ts';
import { isLive } from '../../core/experiment/run-cell.ts';
import type { CellJob } from '../../core/experiment/schedule.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import type { ExperimentRecord } from '../../core/experiment/store.ts';
import { BuiltInHost } from '../built-in.ts';
import { keysOf } from '../keys.ts';
import type { BrowserLab } from '../lab.ts';
import type { RemoteWorker } from '../remote.ts';
import { wrapWorker } from '../remote.ts';
import { asOnlyDriver } from '../run-lock.ts';
import type { ExperimentHost } from './host.ts';
import { WorkerPool } from './pool.ts';
import type { IdbExperimentStore } from './store.ts';

/** Each worker loads an encoder of its own: more would cost memory rather than save time. */
const MOST_WORKERS = 4;

type Listener = NonNullable<DriveExperiment['listener']>;

interface Parts {
  readonly lab: BrowserLab;
  readonly store: IdbExperimentStore;
  readonly record: ExperimentRecord;
  readonly dataset: Dataset;
  readonly plan: readonly PlannedCell[];
  readonly results: readonly CellResult[];
}

export class OpenedExperiment {
  readonly record: ExperimentRecord;
  readonly dataset: Dataset;
  readonly results: readonly CellResult[];
  readonly #parts: Parts;
  #stop: AbortController | null = null;
  #pool: WorkerPool<ExperimentHost> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.record = parts.record;
    this.dataset = parts.dataset;
    this.results = parts.results;
  }

  /** Runs what has no result yet, failed cells again. Never throws: see `Progress.error`. */
  async run(listener: Listener): Promise<void> {
    if (this.#stop) return; // it runs already
    const stop = new AbortController();
    this.#stop = stop;
    const drive = async (): Promise<void> => {
      // What it meets, the engine tells by itself.
      await this.#drive(listener, stop.signal).catch(() => undefined);
    };
    try {
      await asOnlyDriver(this.record.id, drive, 'experiment');
    } catch (error) {
      this.pause(); // whoever took the lock must not be written against
      listener.progress(this.#stopped(isAbort(error) ? null : toPlainError(error)));
    } finally {
      this.#pool?.terminate();
      this.#pool = null;
      this.#stop = null;
    }
  }

  /** Stops after what is being stored. */
  pause(): void {
    this.#stop?.abort();
    this.#pool?.each((worker) => void worker.remote.stop());
  }

  /** Ends the workers at once; what they had not stored is done again. */
  close(): void {
    this.pause();
    this.#pool?.terminate();
  }

  async #drive(listener: Listener, signal: AbortSignal): Promise<void> {
    const { store, record, plan } = this.#parts;
    const pool = new WorkerPool(() => this.#startWorker());
    this.#pool = pool;
    const run = (job: CellJob): Promise<CellResult> =>
      pool.use((worker) => worker.alive<CellResult>(worker.remote.runCell(job)));
    // Alone, the first cell encodes the test set once for all; side by side, each worker would.
    let first: Promise<unknown> | null = null;
    await driveExperiment({
      id: record.id,
      plan,
      store,
      concurrency: workersFor(record.spec),
      signal,
      clock: () => performance.now(),
      listener,
      runCell: async (job) => {
        if (first) await first;
        signal.throwIfAborted();
        const result = run(job);
        first ??= result.catch(() => undefined);
        return result;
      },
    });
  }

  async #startWorker(): Promise<RemoteWorker<ExperimentHost>> {
    const { lab, record, dataset } = this.#parts;
    const { base: config, teachers } = record.spec;
    const worker = wrapWorker<ExperimentHost>(
      new Worker(new URL('../../../workers/experiment.worker.ts', import.meta.url), { type: 'module' }),
    );
    const options = {
      id: record.id,
      data: { id: dataset.id, hash: record.dataHash },
      base: lab.base,
      keys: keysOf(lab.keys, [config.student, config.teacher, ...teachers]),
    };
    try {
      await worker.alive(worker.remote.open(options, proxy(new BuiltInHost())));
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return worker;
  }

  /** Nothing runs here: another tab has the experiment, or took it. */
  #stopped(error: PlainError | null): Progress {
    const done = this.results.filter(({ status }) => status === 'done').length;
    return {
      state: 'idle',
      cells: this.#parts.plan.length,
      done,
      failed: this.results.length - done,
      running: [],
      secondsLeft: null,
      error,
    };
  }
}

/**
 * Cells at once. One where a cell asks a model: a service has limits of its own, and two models would need a GPU's memory
 * twice.
 */
function workersFor({ base, teachers }: ExperimentSpec): number {
  if (base.student.id !== 'head' || [base.teacher, ...teachers].some(isLive)) return 1;
  return Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency - 1));
}
