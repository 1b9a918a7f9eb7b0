/** A few workers that each run one thing at a time; more are started only when there is work for them. */
import type { RemoteWorker } from '../remote.ts';

export class WorkerPool<T> {
  readonly #start: () => Promise<RemoteWorker<T>>;
  readonly #free: RemoteWorker<T>[] = [];
  readonly #all = new Set<RemoteWorker<T>>();

  /** @param start starts a worker and makes it ready */
  constructor(start: () => Promise<RemoteWorker<T>>) {
    this.#start = start;
  }

  /** Calls a free worker, or a new one: how many there are is how many calls are under way at once. */
  async use<R>(work: (worker: RemoteWorker<T>) => Promise<R>): Promise<R> {
    const worker = this.#free.pop() ?? (await this.#started());
    try {
      return await work(worker);
    } finally {
      if (this.#all.has(worker)) this.#free.push(worker);
    }
  }

  /** Tells every worker something. */
  each(tell: (worker: RemoteWorker<T>) => void): void {
    for (const worker of this.#all) tell(worker);
  }

  /** Ends all of them at once. */
  terminate(): void {
    for (const worker of this.#all) worker.terminate();
    this.#all.clear();
    this.#free.length = 0;
  }

  async #started(): Promise<RemoteWorker<T>> {
    const worker = await this.#start();
    this.#all.add(worker);
    return worker;
  }
}
