/** How far a download is, how fast it goes, and when it may be done. */

export interface DownloadProgress {
  readonly doneBytes: number;
  /** Null until the list of weights has been read. */
  readonly totalBytes: number | null;
  /** Smoothed; null in the first moments. */
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** Speed is measured over steps of at least so many milliseconds: single chunks come in bursts. */
const STEP_MS = 500;
/** After so many seconds a change of speed has come through by two thirds. */
const SMOOTHING_S = 4;

export class ProgressMeter {
  readonly #now: () => number;
  #done = 0;
  #total: number | null = null;
  #speed: number | null = null;
  #since: number;
  /** Bytes received since then; those dropped again were received all the same. */
  #received = 0;

  /** @param now milliseconds, from any origin */
  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  /** @param bytes of all files, once they are known */
  setTotal(bytes: number): void {
    this.#total = bytes;
  }

  /** Bytes that were there already. */
  found(bytes: number): void {
    this.#done += bytes;
  }

  /** Bytes that came now. */
  received(bytes: number): void {
    this.#done += bytes;
    this.#received += bytes;
    const elapsed = this.#now() - this.#since;
    if (elapsed < STEP_MS) return;
    const seconds = elapsed / 1000;
    const speed = this.#received / seconds;
    const weight = 1 - Math.exp(-seconds / SMOOTHING_S);
    this.#speed = this.#speed === null ? speed : this.#speed + weight * (speed - this.#speed);
    this.#since += elapsed;
    this.#received = 0;
  }

  /** Bytes that turned out to be useless and come again. */
  dropped(bytes: number): void {
    this.#done -= bytes;
  }

  get progress(): DownloadProgress {
    const left = this.#total === null ? null : Math.max(0, this.#total - this.#done);
    const speed = this.#speed;
    return {
      doneBytes: this.#done,
      totalBytes: this.#total,
      bytesPerSecond: speed,
      secondsLeft: left === null || speed === null || speed <= 0 ? null : left / speed,
    };
  }
}
