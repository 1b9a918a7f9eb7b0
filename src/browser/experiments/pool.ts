/** A few workers that each run one thing at a time; more are started only when there is work for them. */
import type { RemoteWorker } from '../remote.ts';

export class WorkerPool<T> {
  readonly #start: () => Promise<RemoteWorker<T>>;
  readonly #free: RemoteWorker<T>[] = [];
  readonly #all = new Set<RemoteWorker<T>>();
  readonly #end = new AbortController();
  /** Rejects when the pool ends: a call to a worker that is no more would never settle. */
  readonly #ended = new Promise<never>((_, reject) => {
    this.#end.signal.addEventListener('abort', () =>
      reject(new DOMException('The pool has ended.', 'AbortError')),
    );
  });

  /** @param start starts a worker and makes it ready */
  constructor(start: () => Promise<RemoteWorker<T>>) {
    this.#start = start;
    this.#ended.catch(() => undefined); // it may end while nobody waits
  }

  /** Calls a free worker, or a new one: how many there are is how many calls are under way at once. */
  async use<R>(work: (worker: RemoteWorker<T>) => Promise<R>): Promise<R> {
    const worker = this.#free.pop() ?? (await Promise.race([this.#started(), this.#ended]));
    try {
      return await Promise.race([work(worker), this.#ended]);
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
    this.#end.abort();
    for (const worker of this.#all) worker.terminate();
    this.#all.clear();
    this.#free.length = 0;
  }

  async #started(): Promise<RemoteWorker<T>> {
    const worker = await this.#start();
    if (this.#end.signal.aborted) worker.terminate(); // it was ended while this one started
    this.#all.add(worker);
    return worker;
  }
}
