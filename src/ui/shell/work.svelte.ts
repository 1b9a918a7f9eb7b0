/** One piece of work somebody asked for: busy while it runs, its error afterwards, stoppable. */
import type { PlainError } from '../../core/errors.ts';
import { isAbort, toPlainError } from '../../core/errors.ts';

export class Work {
  busy = $state(false);
  error = $state.raw<PlainError | null>(null);
  #abort: AbortController | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  #next = 0;

  /** Runs it; undefined when it failed or was stopped. A second call while busy does nothing. */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.#abort = new AbortController();
    this.busy = true;
    this.error = null;
    const running = this.#settle(work, this.#abort.signal);
    this.#ended = running;
    return running;
  }

  /** Runs it instead of what is running, which is stopped and waited for. Of several that wait the last one runs. */
  async instead<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const turn = (this.#next += 1);
    this.stop();
    await this.#ended;
    return turn === this.#next ? this.run(work) : undefined;
  }

  stop(): void {
    this.#abort?.abort();
  }

  async #settle<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    try {
      return await work(signal);
    } catch (error) {
      if (!isAbort(error)) this.error = toPlainError(error);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
