/** What the models worker does: fetches, checks and deletes models, away from the page. */
import { wait } from '../../core/datasets/hub/wait.ts';
import { isAbort, LabError } from '../../core/errors.ts';
import type { ModelSource } from '../../core/models/mirror.ts';
import type { DownloadProgress } from '../../core/models/progress.ts';
import type { ModelRecord } from '../../core/models/records.ts';
import { modelCaches } from './lookup.ts';
import type { Verification } from './store.ts';
import { ModelStore } from './store.ts';

/** Called through Comlink. */
export type ProgressListener = (progress: DownloadProgress) => void;

/** Progress is told no more often than this: the page shows numbers, not a film. */
const TELL_EVERY_MS = 200;
const LOCK = 'llm2llm-model-';
/** A moment's patience: after a reload the old page's lock may linger. */
const PATIENCE_MS = 1500;

export class ModelStoreHost {
  readonly #store = new ModelStore({
    caches: modelCaches(),
    fetch: (url, init) => fetch(url, init),
    sleep: wait,
    now: () => performance.now(),
    freeBytes,
    exclusively,
  });
  readonly #running = new Map<string, AbortController>();

  /**
   * Fetches what is missing, until it is all there or `stop` is called. Throws as `ModelStore.download` does.
   * @param key of the backend that made the model, for this download
   */
  async download(
    record: ModelRecord,
    source: ModelSource,
    listener: ProgressListener,
    key?: string,
  ): Promise<'complete' | 'stopped'> {
    return this.#stoppable(record.id, async (signal) => {
      await this.#store.download(record, source, signal, throttled(listener), key);
      return 'complete' as const;
    });
  }

  /** Reads every kept shard. `stopped` when `stop` is called meanwhile. */
  async verify(record: ModelRecord, listener: ProgressListener): Promise<Verification | 'stopped'> {
    return this.#stoppable(record.id, (signal) => this.#store.verify(record, signal, throttled(listener)));
  }

  async remove(record: ModelRecord, others: readonly ModelRecord[]): Promise<void> {
    await this.#store.remove(record, others);
  }

  /** Stops the download or check of a model; what it had is kept. */
  stop(id: string): void {
    this.#running.get(id)?.abort();
  }

  async #stoppable<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | 'stopped'> {
    const stop = new AbortController();
    this.#running.set(id, stop);
    try {
      return await work(stop.signal);
    } catch (error) {
      if (isAbort(error)) return 'stopped';
      throw error;
    } finally {
      if (this.#running.get(id) === stop) this.#running.delete(id);
    }
  }
}

/** The listener, called with the newest progress and not too often. */
function throttled(listener: ProgressListener): ProgressListener {
  let newest: DownloadProgress | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (progress) => {
    newest = progress;
    timer ??= setTimeout(() => {
      timer = null;
      if (newest) listener(newest);
    }, TELL_EVERY_MS);
  };
}

async function freeBytes(): Promise<number | null> {
  const { usage, quota } = await navigator.storage.estimate();
  return usage === undefined || quota === undefined ? null : Math.max(0, quota - usage);
}

/** One at a time for each model, in all tabs. */
async function exclusively<T>(modelUrl: string, work: () => Promise<T>): Promise<T> {
  try {
    return await navigator.locks.request(LOCK + modelUrl, { signal: AbortSignal.timeout(PATIENCE_MS) }, work);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
    throw new LabError(
      'model-busy',
      'Another tab is downloading, checking or deleting this model.',
      'Wait until it is done there, or stop it there.',
    );
  }
}
