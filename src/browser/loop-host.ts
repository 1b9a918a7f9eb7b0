/** What the loop worker does: drives one run, stores its log, and shows events through a gate. */
import { LabError } from '../core/errors.ts';
import { assembleRun } from '../core/loop/assemble.ts';
import { driveRun } from '../core/loop/drive.ts';
import type { LoopEvent } from '../core/loop/events.ts';
import type { StepKind } from '../core/loop/gate.ts';
import { Gate } from '../core/loop/gate.ts';
import { learningCurve } from '../core/loop/report.ts';
import type { RunState } from '../core/loop/state.ts';
import type { RunSummary } from '../core/storage/port.ts';
import type { TuningProgress } from '../core/trainers/fine-tuning/port.ts';
import type { RemoteBuiltIn } from './built-in.ts';
import { builtInModel } from './built-in.ts';
import { loadAnyDataset } from './data.ts';
import type { LabDatabase } from './db.ts';
import { openLabDB } from './db.ts';
import { paceOf } from './pacing.ts';
import type { Keys, Loading } from './platform.ts';
import { browserPlatform } from './platform.ts';
import { asOnlyDriver } from './run-lock.ts';
import { IdbRunStore } from './run-store.ts';

/** What is being waited for: the data, or a model and how much of it is loaded. */
export type LoopNote = { readonly what: 'data' | Loading['what']; readonly share: number | null } | null;

/** What the page is told. Called through Comlink, in order. */
export interface LoopListener {
  /**
   * Through Comlink it resolves once the page has taken them in.
   * @param at the place of the first one in the log, from 0
   */
  events(events: readonly LoopEvent[], at: number): void | Promise<void>;
  /** A step came to its end. */
  paused(): void;
  /** What is being waited for. */
  note(note: LoopNote): void;
  /** How a fit outside this tab stands; null when it is over. */
  tuning(progress: TuningProgress | null): void;
}

export interface LoopOptions {
  readonly id: string;
  /** URL of the folder that holds the page, ending in a slash. */
  readonly base: string;
  /** Keys of the run's APIs, by the base URL they belong to. */
  readonly keys: Keys;
  readonly database?: string;
}

/** Starts the workers that the run's worker needs. */
export interface LoopWorkers {
  readonly encoder: () => Worker;
  readonly llm: () => Worker;
}

/** Events shown together: often enough to look smooth, seldom enough to cost nothing. */
const SHOW_EVERY_MS = 40;

export class LoopHost {
  readonly #gate = new Gate();
  readonly #stop = new AbortController();
  readonly #workers: LoopWorkers;
  #pace = 0;

  constructor(workers: LoopWorkers) {
    this.#workers = workers;
  }

  /**
   * Drives the run to its end. Throws LabError; `run-elsewhere` when another tab drives it.
   * @param page the page's built-in model, for a run whose teacher it is
   */
  async run(options: LoopOptions, listener: LoopListener, page?: RemoteBuiltIn): Promise<void> {
    const db = await openLabDB(options.database);
    try {
      await asOnlyDriver(options.id, () => this.#drive(db, options, listener, page));
    } finally {
      db.close();
    }
  }

  play(): void {
    this.#gate.play();
  }

  pause(): void {
    this.#gate.pause();
  }

  step(kind: StepKind): void {
    this.#gate.step(kind);
  }

  /** @param pace milliseconds an event stays in sight; 0 is as fast as it goes */
  setPace(pace: number): void {
    this.#pace = pace;
  }

  async #drive(
    db: LabDatabase,
    options: LoopOptions,
    listener: LoopListener,
    page: RemoteBuiltIn | undefined,
  ): Promise<void> {
    const { id, base, keys } = options;
    const store = new IdbRunStore(db);
    const record = await store.get(id);
    if (!record)
      throw new LabError(
        'unknown-run',
        'This run is not in this browser.',
        'Choose one from the list of runs.',
      );
    const { signal } = this.#stop;
    listener.note({ what: 'data', share: null });
    const dataset = await loadAnyDataset(db, base, record.config.data.id, signal);
    const platform = await browserPlatform({
      db,
      base,
      keys,
      encoderWorker: this.#workers.encoder,
      llmWorker: this.#workers.llm,
      builtIn: page && builtInModel(page),
      onLoading: (loading) => {
        listener.note(loading);
      },
      onTuning: (progress) => {
        listener.tuning(progress);
      },
    });
    const parts = await assembleRun(record.config, dataset, platform, id);
    listener.note(null);
    const show = new Shower(listener);
    this.#gate.onPause = () => {
      show.flush();
      listener.paused();
    };
    try {
      await driveRun({
        id,
        parts,
        store,
        signal,
        gate: this.#gate,
        onEvent: async (event, state, index) => {
          show.add(event, index);
          if (changesSummary(event)) {
            await store.update(id, (old) => ({
              ...old,
              updatedAt: Date.now(),
              summary: summaryOf(state, event),
            }));
          }
          const pause = this.#pace * paceOf(event);
          if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
        },
      });
    } finally {
      await show.end();
    }
  }
}

/** Collects events so that the page gets them in few messages. */
class Shower {
  readonly #listener: LoopListener;
  #events: LoopEvent[] = [];
  #at = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #taken: void | Promise<void> = undefined;

  constructor(listener: LoopListener) {
    this.#listener = listener;
  }

  add(event: LoopEvent, index: number): void {
    if (this.#events.length === 0) this.#at = index;
    this.#events.push(event);
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, SHOW_EVERY_MS);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#events.length > 0) this.#taken = this.#listener.events(this.#events, this.#at);
    this.#events = [];
  }

  /**
   * Resolves when the page has the last event: the end of the run is told by another port, would overtake
   * it, and the worker is terminated then.
   */
  async end(): Promise<void> {
    this.flush();
    await this.#taken;
  }
}

function changesSummary({ type }: LoopEvent): boolean {
  return (
    type === 'run-started' || type === 'iteration-started' || type === 'finished' || type === 'interrupted'
  );
}

/** The state lags behind the event: a batch is folded when the next is asked for. */
function summaryOf(state: RunState, event: LoopEvent): RunSummary {
  const curve = state.start ? learningCurve(state) : [];
  const measured = curve.filter(({ testAccuracy }) => testAccuracy !== null);
  const last = curve[curve.length - 1];
  return {
    status: event.type === 'finished' ? 'finished' : event.type === 'interrupted' ? 'interrupted' : 'running',
    iteration: event.type === 'iteration-started' ? event.iteration : (last?.iteration ?? 0),
    trainSize: event.type === 'iteration-started' ? event.trainSize : (last?.trainSize ?? 0),
    testAccuracy: measured[measured.length - 1]?.testAccuracy?.value ?? null,
  };
}
