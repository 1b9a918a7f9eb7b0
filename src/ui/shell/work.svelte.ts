/** One piece of work somebody asked for: busy while it runs, its error afterwards, stoppable. */
import type { PlainError } from '../../core/errors.ts';
import { isAbort, toPlainError } from '../../core/errors.ts';

export class Work {
  busy = $state(false);
  error = $state.raw<PlainError | null>(null);
  #abort: AbortController | null = null;

  /** Runs it; undefined when it failed or was stopped. A second call while busy does nothing. */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.#abort = new AbortController();
    this.busy = true;
    this.error = null;
    try {
      return await work(this.#abort.signal);
    } catch (error) {
      if (!isAbort(error)) this.error = toPlainError(error);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  stop(): void {
    this.#abort?.abort();
  }
}
