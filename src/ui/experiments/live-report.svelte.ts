/** A report that follows its results without taking the time they need. */
import type { PlainError } from '../../core/errors.ts';
import { toPlainError } from '../../core/errors.ts';
import type { CellResult } from '../../core/experiment/cell.ts';

/** Pauses between two reports are so many times as long as making the last one took, and never shorter than this. */
const SHARE = 10;
const LEAST = 2000;

export class LiveReport<Made> {
  /** The latest there is; null before the first. */
  made = $state.raw<Made | null>(null);
  error = $state.raw<PlainError | null>(null);
  readonly #make: (results: readonly CellResult[]) => Promise<Made>;
  readonly #now: () => number;
  #waiting: readonly CellResult[] | null = null;
  #making = false;
  #hurry = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  /** @param now milliseconds, to measure how long a report takes */
  constructor(make: (results: readonly CellResult[]) => Promise<Made>, now: () => number) {
    this.#make = make;
    this.#now = now;
  }

  /** Wants a report from these results: soon, or at once when they are the last for now. */
  want(results: readonly CellResult[], atOnce = false): void {
    if (this.#stopped) return;
    this.#waiting = results;
    this.#hurry = atOnce;
    if (atOnce) this.#clear();
    if (!this.#making && this.#timer === undefined) void this.#work();
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting = null;
    this.#clear();
  }

  async #work(): Promise<void> {
    const results = this.#waiting;
    if (results === null) return;
    this.#waiting = null;
    this.#making = true;
    const began = this.#now();
    try {
      const made = await this.#make(results);
      if (this.#stopped) return;
      this.made = made;
      this.error = null;
    } catch (error) {
      this.error = toPlainError(error);
    } finally {
      this.#making = false;
      if (!this.#stopped) this.#rest(this.#now() - began);
    }
  }

  #rest(took: number): void {
    if (this.#hurry && this.#waiting) return void this.#work();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#work();
      },
      Math.max(LEAST, SHARE * took),
    );
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
