/** What an experiment would come to, worked out anew a moment after it was last changed. */
import type { PlainError } from '../../core/errors.ts';
import { isAbort, toPlainError } from '../../core/errors.ts';
import type { PlanFacts } from '../../core/experiment/progress.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';

export class Planning {
  /** Of the experiment last wanted; null while it is not known. */
  facts = $state.raw<PlanFacts | null>(null);
  error = $state.raw<PlainError | null>(null);
  busy = $state(false);
  readonly #plan: (spec: ExperimentSpec, signal: AbortSignal) => Promise<PlanFacts>;
  readonly #wait: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | null = null;

  /** @param wait milliseconds without a change before the work begins */
  constructor(plan: (spec: ExperimentSpec, signal: AbortSignal) => Promise<PlanFacts>, wait = 400) {
    this.#plan = plan;
    this.#wait = wait;
  }

  /** Wants the plan of this experiment, or of none. What was under way is stopped. */
  want(spec: ExperimentSpec | null): void {
    this.stop();
    this.error = null;
    if (spec === null) this.facts = null;
    this.busy = spec !== null;
    if (spec !== null) this.#timer = setTimeout(() => void this.#work(spec), this.#wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
    this.busy = false;
  }

  async #work(spec: ExperimentSpec): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const facts = await this.#plan(spec, abort.signal);
      if (!abort.signal.aborted) this.facts = facts;
    } catch (error) {
      if (abort.signal.aborted) return;
      this.facts = null;
      if (!isAbort(error)) this.error = toPlainError(error);
    } finally {
      if (!abort.signal.aborted) this.busy = false;
    }
  }
}
