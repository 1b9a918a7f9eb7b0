/** What an experiment worker does: runs one cell after the other on one data set and one platform. */
import type { CellResult } from '../../core/experiment/cell.ts';
import { runCell } from '../../core/experiment/run-cell.ts';
import type { CellJob } from '../../core/experiment/schedule.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import { LabError } from '../../core/errors.ts';
import type { Platform } from '../../core/loop/assemble.ts';
import type { RemoteBuiltIn } from '../built-in.ts';
import { builtInModel } from '../built-in.ts';
import { loadAnyDataset } from '../data.ts';
import type { LabDatabase } from '../db.ts';
import { openLabDB } from '../db.ts';
import type { LoopWorkers } from '../loop-host.ts';
import type { Keys } from '../platform.ts';
import { browserPlatform } from '../platform.ts';
import { IdbRunStore } from '../run-store.ts';
import { logName } from './store.ts';

export interface ExperimentOptions {
  readonly id: string;
  /** Id of the data set, and the hash it must have. */
  readonly data: { readonly id: string; readonly hash: string };
  /** URL of the folder that holds the page, ending in a slash. */
  readonly base: string;
  readonly keys: Keys;
  readonly database?: string;
}

interface Opened {
  readonly db: LabDatabase;
  readonly id: string;
  readonly dataset: Dataset;
  readonly platform: Platform;
}

export class ExperimentHost {
  readonly #stop = new AbortController();
  readonly #workers: LoopWorkers;
  #opened: Opened | null = null;

  constructor(workers: LoopWorkers) {
    this.#workers = workers;
  }

  /**
   * Makes ready: to be called once, before any cell. Throws LabError as the data set's source does, and `other-data`.
   * @param page the page's built-in model, for an experiment with that teacher
   */
  async open(options: ExperimentOptions, page?: RemoteBuiltIn): Promise<void> {
    const { id, data, base, keys } = options;
    const db = await openLabDB(options.database);
    const dataset = await loadAnyDataset(db, base, data.id, this.#stop.signal);
    if (dataset.hash !== data.hash) throw otherData(dataset.title);
    const platform = await browserPlatform({
      db,
      base,
      keys,
      encoderWorker: this.#workers.encoder,
      llmWorker: this.#workers.llm,
      builtIn: page && builtInModel(page),
      onLoading: () => undefined,
    });
    this.#opened = { db, id, dataset, platform };
  }

  /** The result of a cell. Throws as the core's `runCell` does. */
  runCell(job: CellJob): Promise<CellResult> {
    if (!this.#opened) throw new Error('A cell is run before the experiment is opened.');
    const { db, id, dataset, platform } = this.#opened;
    const store = new IdbRunStore(db);
    const logs = {
      read: (run: string) => store.read(logName(id, run)),
      append: (run: string, ...rest: DropFirst<Parameters<IdbRunStore['append']>>) =>
        store.append(logName(id, run), ...rest),
    };
    return runCell(job, { dataset, platform, logs }, this.#stop.signal);
  }

  /** Ends the cell under way at its next stored step; no other can be run after it. */
  stop(): void {
    this.#stop.abort();
  }
}

type DropFirst<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

/** Two data sets in one experiment would be compared as if they were one. */
export function otherData(title: string): LabError {
  return new LabError(
    'other-data',
    `The experiment was made on other data than "${title}" holds now: the hashes differ.`,
    'Open the file it was made on again, or make a new experiment on this one.',
  );
}
