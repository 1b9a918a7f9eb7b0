/**
 * The gate between the log and whoever watches: events pass it one by one, after they were stored.
 * Play, pause and step are states of the gate; the runner knows nothing of them.
 */
import type { LoopEvent, Stage } from './events.ts';
import { stageOf } from './events.ts';

export type StepKind = 'example' | 'stage' | 'iteration';
export type GateMode = 'play' | 'pause' | StepKind;

export class Gate {
  #mode: GateMode = 'pause';
  #passed = 0;
  #last: LoopEvent | null = null;
  #waiting = new Set<() => void>();
  /** Called when a step has come to its end and the gate closed itself. */
  onPause: () => void = () => undefined;

  get mode(): GateMode {
    return this.#mode;
  }

  play(): void {
    this.#open('play');
  }

  pause(): void {
    this.#mode = 'pause';
  }

  /** Lets one event, the rest of a stage, or the rest of an iteration pass, then closes. */
  step(kind: StepKind): void {
    this.#open(kind);
  }

  /** Resolves when the event may pass. Rejects with the signal's reason when it fires. */
  async pass(event: LoopEvent, signal: AbortSignal): Promise<void> {
    if (this.#endsStep(event)) this.#close();
    await this.whenOpen(signal);
    this.#passed += 1;
    this.#last = event;
    // At once, not with the next event: that one may have to be paid for.
    if (this.#mode === 'example') this.#close();
  }

  /** Resolves when the gate is open: what comes next may be worked out. Rejects as `pass` does. */
  async whenOpen(signal: AbortSignal): Promise<void> {
    while (this.#mode === 'pause') await this.#opened(signal);
    signal.throwIfAborted();
  }

  #close(): void {
    this.#mode = 'pause';
    this.onPause();
  }

  #open(mode: GateMode): void {
    this.#mode = mode;
    this.#passed = 0;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** A longer step ends before the first event that belongs to the next stage or iteration. */
  #endsStep(next: LoopEvent): boolean {
    if (this.#passed === 0 || this.#last === null) return false;
    switch (this.#mode) {
      case 'stage': {
        const [last, stage] = [steppedStage(this.#last), steppedStage(next)];
        return stage !== null && last !== null && stage !== last;
      }
      case 'iteration':
        // The start of the run is no iteration: the first one is still to come.
        return next.type === 'iteration-started' && this.#last.type !== 'run-started';
      default:
        return false;
    }
  }

  #opened(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = (): void => {
        this.#waiting.delete(wake);
        reject(signal.reason as Error);
      };
      if (signal.aborted) {
        stop();
        return;
      }
      this.#waiting.add(wake);
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}

/** An iteration's start goes with its training, so that a step ends with what the iteration before it grew. */
function steppedStage(event: LoopEvent): Stage | null {
  return event.type === 'iteration-started' ? 'train' : stageOf(event);
}
