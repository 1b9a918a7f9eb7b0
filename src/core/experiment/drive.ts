/** Drives an experiment: runs what is ready, stores every result before it is told, goes on from what is stored. */
import type { PlainError } from '../errors.ts';
import { isAbort, toPlainError } from '../errors.ts';
import type { Cell, CellResult } from './cell.ts';
import type { PlannedCell } from './plan.ts';
import type { Progress } from './progress.ts';
import { Pace } from './progress.ts';
import type { CellJob } from './schedule.ts';
import { keptResults, readyCells, stepOf } from './schedule.ts';
import type { ExperimentStore } from './store.ts';

export interface DriveExperiment {
  readonly id: string;
  readonly plan: readonly PlannedCell[];
  readonly store: Pick<ExperimentStore, 'results' | 'putResult'>;
  /** Runs one cell; called for at most `concurrency` at once. Throws what concerns the whole experiment. */
  readonly runCell: (job: CellJob, signal: AbortSignal) => Promise<CellResult>;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Milliseconds from any beginning. */
  readonly clock: () => number;
  readonly listener?: {
    progress(progress: Progress): void;
    /** A cell came to its result, which is stored. */
    result(result: CellResult): void;
  };
}

/**
 * Runs every cell that has no result yet, failed ones again, and returns all results in the plan's order. Throws what
 * a cell or the store threw first, after the cells under way were told to stop, and AbortError when `signal` fires.
 * What was stored stays: called again, it goes on from there.
 */
export async function driveExperiment(options: DriveExperiment): Promise<CellResult[]> {
  const { id, plan, store, signal } = options;
  const work = new Work(options, keptResults(plan, await store.results(id)));
  work.tell('running');
  const onAbort = (): void => {
    work.tell('stopping');
  };
  signal.addEventListener('abort', onAbort);
  try {
    await work.finish();
    signal.throwIfAborted();
    work.tell('finished');
    return plan.flatMap(({ cell }) => work.results.get(cell.key) ?? []);
  } catch (error) {
    work.tell('idle', isAbort(error) ? null : toPlainError(error));
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The cells under way, the results so far, and the lanes that wait for one. */
class Work {
  readonly results: Map<string, CellResult>;
  readonly #options: DriveExperiment;
  readonly #running = new Map<string, { readonly cell: Cell; readonly began: number }>();
  readonly #pace = new Pace();
  /** Told to stop from outside, or because a cell met what concerns them all. */
  readonly #signal: AbortSignal;
  readonly #failed = new AbortController();
  #waiting: (() => void)[] = [];

  constructor(options: DriveExperiment, results: Map<string, CellResult>) {
    this.#options = options;
    this.results = results;
    this.#signal = AbortSignal.any([options.signal, this.#failed.signal]);
  }

  /** Resolves when no cell is under way any more; throws what went wrong first. */
  async finish(): Promise<void> {
    const errors: unknown[] = [];
    const lanes = Array.from({ length: Math.max(1, this.#options.concurrency) }, () =>
      this.#lane().catch((error: unknown) => {
        errors.push(error);
        this.#failed.abort();
        this.#wake();
      }),
    );
    await Promise.all(lanes);
    if (errors.length > 0) throw errors[0];
  }

  tell(state: Progress['state'], error: PlainError | null = null): void {
    const { plan, listener, clock, concurrency } = this.#options;
    const results = [...this.results.values()];
    const left = plan
      .filter(({ cell, sameAs }) => !sameAs && !this.results.has(cell.key))
      .map(({ cell: { arm, key } }) => {
        const began = this.#running.get(key)?.began;
        return { arm, spent: began === undefined ? 0 : (clock() - began) / 1000 };
      });
    listener?.progress({
      state,
      cells: plan.length,
      done: results.filter(({ status }) => status === 'done').length,
      failed: results.filter(({ status }) => status === 'failed').length,
      running: [...this.#running.values()].map(({ cell }) => cell),
      secondsLeft: this.#pace.secondsLeft(left, concurrency),
      error,
    });
  }

  /** Takes one cell after the other until nothing is left that could become ready. */
  async #lane(): Promise<void> {
    const { plan } = this.#options;
    while (!this.#signal.aborted) {
      const next = readyCells(plan, this.results, new Set(this.#running.keys()))[0];
      if (next) await this.#take(next);
      else if (this.#running.size === 0) return;
      else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async #take(planned: PlannedCell): Promise<void> {
    const { cell } = planned;
    const { id, store, runCell, clock, listener } = this.#options;
    const began = clock();
    this.#running.set(cell.key, { cell, began });
    try {
      const step = stepOf(planned, this.results);
      if (step.kind === 'run') this.tell('running');
      const result = step.kind === 'run' ? await runCell(step.job, this.#signal) : step.result;
      // A result is worth more than the time it takes to store it: also when asked to stop.
      await store.putResult(id, result);
      this.results.set(cell.key, result);
      if (step.kind === 'run') this.#pace.record(cell.arm, (clock() - began) / 1000);
      this.#running.delete(cell.key);
      this.tell(this.#signal.aborted ? 'stopping' : 'running');
      listener?.result(result);
    } finally {
      this.#running.delete(cell.key);
      this.#wake();
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
