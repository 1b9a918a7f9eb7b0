/** How long teacher calls take, as seen while the page is open: the log has no clock. */
export class CallClock {
  #seconds = 0;
  #calls = 0;
  #last: { readonly at: number; readonly calls: number } | null = null;

  /**
   * @param calls made so far in the run
   * @param asking whether time passes for calls: the run plays, and waits for nothing else
   * @param now milliseconds
   */
  see(calls: number, asking: boolean, now: number): void {
    if (!asking) {
      this.#last = null;
      return;
    }
    const last = this.#last;
    if (last && calls > last.calls) {
      this.#seconds += (now - last.at) / 1000;
      this.#calls += calls - last.calls;
    }
    if (!last || calls !== last.calls) this.#last = { at: now, calls };
  }

  /** On average; undefined while none was seen. */
  get secondsPerCall(): number | undefined {
    return this.#calls === 0 ? undefined : this.#seconds / this.#calls;
  }
}
