/** Passes on the latest value at most once in `every` milliseconds: the first at once, the last always. */
export class Throttle<T> {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #waiting: { value: T } | null = null;
  readonly #every: number;
  readonly #pass: (value: T) => void;

  constructor(every: number, pass: (value: T) => void) {
    this.#every = every;
    this.#pass = pass;
  }

  push(value: T): void {
    if (this.#timer !== null) {
      this.#waiting = { value };
      return;
    }
    this.#pass(value);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting) this.push(waiting.value);
    }, this.#every);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }
}
