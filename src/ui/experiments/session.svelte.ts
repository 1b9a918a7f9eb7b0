/** An experiment that is open in this tab: what is shown of it, and what can be done with it. */
import type { PlainError } from '../../core/errors.ts';
import type { Cell, CellResult } from '../../core/experiment/cell.ts';
import type { Progress } from '../../core/experiment/progress.ts';
import { planCells } from '../../core/experiment/plan.ts';
import { Throttle } from '../run/throttle.ts';
import type { Failure, MarkRow } from './marks.ts';
import { failuresOf, markRows, withResults } from './marks.ts';
import type { ExperimentListener, OpenExperiment } from './port.ts';

/** Milliseconds between two pictures: cells of a small set come many a second. */
const PICTURE = 250;

export type ExperimentMode = 'new' | 'running' | 'stopping' | 'paused' | 'stopped' | 'finished';

interface Picture {
  readonly progress: Progress;
  readonly results: ReadonlyMap<string, CellResult>;
}

export class ExperimentSession {
  readonly open: OpenExperiment;
  readonly #cells: readonly Cell[];
  readonly #throttle: Throttle<null>;
  /** Results since the last picture. */
  #news: CellResult[] = [];
  #progress: Progress;
  #running = $state(false);
  #pausing = $state(false);
  #picture: Picture;
  readonly progress: Progress = $derived.by(() => this.#picture.progress);
  /** By the key of their cell. */
  readonly results: ReadonlyMap<string, CellResult> = $derived.by(() => this.#picture.results);
  readonly rows: readonly MarkRow[] = $derived.by(() =>
    markRows(this.#cells, this.results, this.progress.running),
  );
  readonly failures: readonly Failure[] = $derived(failuresOf(this.results.values()));
  readonly settled: number = $derived(this.results.size);
  readonly mode: ExperimentMode = $derived.by(() => this.#mode());
  readonly error: PlainError | null = $derived(this.#running ? null : this.progress.error);

  constructor(open: OpenExperiment) {
    this.open = open;
    this.#cells = planCells(open.record.spec, open.dataset).map(({ cell }) => cell);
    const results = withResults(null, open.results);
    const failed = open.results.filter(({ status }) => status === 'failed').length;
    this.#progress = {
      state: results.size >= this.#cells.length ? 'finished' : 'idle',
      cells: this.#cells.length,
      done: results.size - failed,
      failed,
      running: [],
      secondsLeft: null,
      error: null,
    };
    this.#picture = $state.raw({ progress: this.#progress, results });
    this.#throttle = new Throttle<null>(PICTURE, () => this.#draw());
  }

  /** Runs what has no result yet, and what failed. Resolves when it is finished or paused. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.#pausing = false;
    const listener: ExperimentListener = {
      progress: (progress) => {
        this.#progress = progress;
        this.#throttle.push(null);
      },
      result: (result) => {
        this.#news.push(result);
        this.#throttle.push(null);
      },
    };
    try {
      await this.open.run(listener);
    } finally {
      this.#running = false;
      this.#pausing = false;
      this.#throttle.stop();
      this.#draw();
    }
  }

  pause(): void {
    if (!this.#running) return;
    this.#pausing = true;
    this.open.pause();
  }

  close(): void {
    this.#throttle.stop();
    this.open.close();
  }

  #mode(): ExperimentMode {
    if (this.#running) return this.#pausing || this.progress.state === 'stopping' ? 'stopping' : 'running';
    if (this.progress.error !== null) return 'stopped';
    if (this.settled >= this.progress.cells) return 'finished';
    return this.settled === 0 ? 'new' : 'paused';
  }

  /** The results are a new map each time: who follows them sees that they changed. */
  #draw(): void {
    const news = this.#news;
    this.#news = [];
    const before = this.#picture.results;
    const results = news.length === 0 ? before : withResults(before, news);
    this.#picture = { progress: this.#progress, results };
  }
}
