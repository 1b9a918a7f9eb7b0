/** An opened run: its folded state, the worker that drives it, and the control arms after it. */
import type { BrowserLab } from '../browser/lab.ts';
import type { LoopHost, LoopListener, LoopNote } from '../browser/loop-host.ts';
import type { RemoteWorker } from '../browser/remote.ts';
import { wrapWorker } from '../browser/remote.ts';
import type { PlainError } from '../core/errors.ts';
import { isAbort, LabError, toPlainError } from '../core/errors.ts';
import type { LoopEvent } from '../core/loop/events.ts';
import { applyEvent, foldEvents } from '../core/loop/fold.ts';
import type { StepKind } from '../core/loop/gate.ts';
import { tabModel, withModel } from '../core/loop/model-change.ts';
import type { RunState } from '../core/loop/state.ts';
import type { ModelRecord, ModelRole } from '../core/models/records.ts';
import type { RunRecord } from '../core/storage/port.ts';
import type { TuningProgress } from '../core/trainers/fine-tuning/port.ts';
import { driveInWorker } from './drive-run.ts';
import { controlArms, knownArms } from './comparison.ts';
import { sessionCopy } from './copy/session.ts';
import type { Comparison, RunMode, RunView, Session } from './session.ts';

const DEFAULT_PACE = 30;

/** Starts the worker that drives runs. */
function startLoopWorker(): RemoteWorker<LoopHost> {
  return wrapWorker<LoopHost>(
    new Worker(new URL('../../workers/loop.worker.ts', import.meta.url), { type: 'module' }),
  );
}

export class RunSession implements Session {
  record = $state.raw<RunRecord>() as RunRecord;
  view = $state.raw<RunView>() as RunView;
  mode = $state<RunMode>('paused');
  note = $state<string | null>(null);
  error = $state.raw<PlainError | null>(null);
  tuning = $state.raw<TuningProgress | null>(null);
  comparison = $state.raw<Comparison>({ status: 'none', arms: [], error: null });
  #pace = $state(DEFAULT_PACE);
  readonly #lab: BrowserLab;
  readonly #openRun: (id: string) => void;
  #worker: RemoteWorker<LoopHost> | null = null;

  constructor(lab: BrowserLab, record: RunRecord, state: RunState, openRun: (id: string) => void) {
    this.#lab = lab;
    this.#openRun = openRun;
    this.record = record;
    this.#show(state);
    this.mode = restingMode(state);
    this.error = state.error;
    if (state.finish) this.#compareIfFree();
    else if (wasPlaying(record.id)) this.play();
  }

  get pace(): number {
    return this.#pace;
  }

  set pace(milliseconds: number) {
    this.#pace = milliseconds;
    void this.#worker?.remote.setPace(milliseconds);
  }

  /** Whether something would be lost by forgetting this session: what its workers are doing. */
  get busy(): boolean {
    return this.#worker !== null || this.comparison.status === 'running';
  }

  play(): void {
    this.#go((host) => host.play());
    this.mode = 'playing';
    markPlaying(this.record.id, true);
  }

  pause(): void {
    if (this.mode !== 'playing') return; // a finished run stays finished
    void this.#worker?.remote.pause();
    this.mode = 'paused';
    markPlaying(this.record.id, false);
  }

  step(kind: StepKind): void {
    this.#go((host) => host.step(kind));
    this.mode = 'playing';
    markPlaying(this.record.id, false);
  }

  reset(): void {
    this.pause();
    this.#end();
    const { config, name } = this.record;
    this.#lab.runs.create(config, name).then(
      ({ id }) => {
        this.#openRun(id);
      },
      (error: unknown) => {
        this.error = toPlainError(error);
      },
    );
  }

  compare(): void {
    if (this.comparison.status === 'running') return;
    const known = knownArms(this.view.state);
    this.comparison = { status: 'running', arms: known, error: null };
    controlArms(this.#lab, this.record, this.view.state, startLoopWorker).then(
      (controls) => {
        this.comparison = { status: 'done', arms: [...known, ...controls], error: null };
      },
      (error: unknown) => {
        this.comparison = { status: 'none', arms: known, error: toPlainError(error) };
      },
    );
  }

  async otherModels(role: ModelRole): Promise<readonly ModelRecord[]> {
    const models = await this.#lab.models();
    const now = tabModel(this.record.config, role);
    const able = (await models.list()).filter(({ id, roles }) => id !== now && roles.includes(role));
    const statuses = await Promise.all(able.map(({ id }) => models.status(id)));
    return able.filter((_, i) => statuses[i]?.state === 'complete');
  }

  async goOnWith(role: ModelRole, model: string): Promise<void> {
    this.pause();
    this.#end();
    const { id } = this.record;
    try {
      await this.#lab.store.update(id, (record) => ({
        ...record,
        config: withModel(record.config, role, model),
      }));
      this.record = (await this.#lab.store.get(id)) ?? this.record;
      this.play();
    } catch (error) {
      this.error = toPlainError(error);
    }
  }

  async cancelTraining(): Promise<void> {
    const { student } = this.record.config;
    const job = this.tuning?.job;
    if (student.id !== 'backend' || job === null || job === undefined) return;
    this.pause();
    // First, so that what somebody wanted is not logged as a failure of the run.
    this.#end();
    try {
      const host = await this.#lab.tuningHost(student);
      await host.cancel(job, new AbortController().signal);
      this.note = sessionCopy.trainingCancelled;
    } catch (error) {
      this.error = toPlainError(error);
      this.mode = 'interrupted';
    } finally {
      this.tuning = null;
    }
  }

  /** Wakes the worker, starting it the first time, and tells it what to do. */
  #go(tell: (host: RemoteWorker<LoopHost>['remote']) => Promise<void>): void {
    if (this.mode === 'finished') return;
    this.error = null;
    if (!this.#worker) {
      this.#worker = startLoopWorker();
      void this.#worker.remote.setPace(this.#pace);
      void this.#drive(this.#worker);
    }
    void tell(this.#worker.remote);
  }

  async #drive(worker: RemoteWorker<LoopHost>): Promise<void> {
    const { id } = this.record;
    try {
      // Another tab may have driven the run since it was opened here.
      const events = await this.#lab.store.read(id);
      this.#show(foldEvents(events));
      await driveInWorker(worker, this.#lab, this.record, this.#listener());
      this.mode = 'finished';
      this.#compareIfFree();
    } catch (error) {
      if (this.#worker !== worker) return;
      if (isAbort(error)) {
        this.mode = 'paused'; // stopped by somebody else: another tab that deleted everything
        return;
      }
      this.error = toPlainError(error);
      this.mode = this.error.code === 'run-elsewhere' ? 'elsewhere' : 'interrupted';
    } finally {
      if (this.#worker === worker) this.#end();
      markPlaying(id, false);
      this.note = null;
      this.tuning = null;
    }
  }

  #listener(): LoopListener {
    return {
      events: (events: readonly LoopEvent[], at: number) => this.#receive(events, at),
      paused: () => {
        this.mode = 'paused';
      },
      note: (note: LoopNote) => {
        this.note = note && sessionCopy.waiting(note);
      },
      tuning: (progress: TuningProgress | null) => {
        this.tuning = progress;
      },
    };
  }

  /** Another tab may have written between our reading of the log and the worker's: then it is read again. */
  async #receive(events: readonly LoopEvent[], at: number): Promise<void> {
    const { state } = this.view;
    if (at > state.head) {
      const log = await this.#lab.store.read(this.record.id);
      if (log.length > this.view.head) this.#show(foldEvents(log));
      return;
    }
    for (const event of events.slice(state.head - at)) applyEvent(state, event);
    this.#show(state);
  }

  /** Controls that cost nothing follow by themselves. */
  #compareIfFree(): void {
    const { student, teacher, arm } = this.record.config;
    const isFree = student.id === 'head' && (teacher.id === 'recorded' || teacher.id === 'eda');
    if (arm === 'llm2llm' && isFree) this.compare();
  }

  #show(state: RunState): void {
    this.view = { state, head: state.head };
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}

function restingMode(state: RunState): RunMode {
  if (state.status === 'finished') return 'finished';
  return state.status === 'interrupted' ? 'interrupted' : 'paused';
}

/** Runs that were playing in this tab go on after a reload; the mark goes with the tab. */
const PLAYING = 'llm2llm-lab.playing.';

function markPlaying(id: string, playing: boolean): void {
  if (playing) sessionStorage.setItem(PLAYING + id, '1');
  else sessionStorage.removeItem(PLAYING + id);
}

function wasPlaying(id: string): boolean {
  return sessionStorage.getItem(PLAYING + id) !== null;
}

/** The sessions of this page: a run that plays goes on while another view is open. */
export class SessionPool {
  // Nothing shown depends on it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #sessions = new Map<string, Promise<RunSession>>();
  readonly #lab: BrowserLab;
  readonly #openRun: (id: string) => void;

  constructor(lab: BrowserLab, openRun: (id: string) => void) {
    this.#lab = lab;
    this.#openRun = openRun;
  }

  /** The run's session: the one that is at work, or a fresh one. Throws LabError `unknown-run`. */
  async open(id: string): Promise<RunSession> {
    const known = await this.#sessions.get(id)?.catch(() => undefined);
    if (known?.busy) return known;
    const opening = this.#open(id);
    this.#sessions.set(id, opening);
    return opening;
  }

  async #open(id: string): Promise<RunSession> {
    const record = await this.#lab.store.get(id);
    if (!record || record.deletedAt !== undefined) {
      throw new LabError(
        'unknown-run',
        'This run is not in this browser.',
        'Choose one from the list of runs.',
      );
    }
    return new RunSession(this.#lab, record, foldEvents(await this.#lab.store.read(id)), this.#openRun);
  }
}
