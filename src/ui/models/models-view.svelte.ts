/** The state of the models view: what is known of each model, and what somebody has asked for. */
import type { PlainError } from '../../core/errors.ts';
import { isAbort, toPlainError } from '../../core/errors.ts';
import type { ModelRecord, ModelStatus } from '../../core/models/records.ts';
import { SvelteMap } from 'svelte/reactivity';
import { MODELS } from '../copy/models.ts';
import type { ModelActivity, Models, PreflightResult } from './port.ts';
import { nameOf, percentOf } from './models-view.ts';

/** Progress is said no more often than this, in milliseconds. */
const SAY_EVERY = 10_000;
/** Lists asked for at the same time. */
const AT_ONCE = 3;

export class ModelsState {
  records = $state.raw<readonly ModelRecord[]>([]);
  preflight = $state.raw<PreflightResult | null>(null);
  mirror = $state<string | null>(null);
  readonly statuses = new SvelteMap<string, ModelStatus>();
  readonly activities = new SvelteMap<string, ModelActivity>();
  readonly errors = new SvelteMap<string, PlainError>();
  /** What a check found. */
  readonly notes = new SvelteMap<string, string>();
  /** Bytes of weights, where the model's own list was read. */
  readonly exact = new SvelteMap<string, number>();
  readonly #models: Models;
  readonly #say: (text: string) => void;
  readonly #now: () => number;
  readonly #saidAt: Record<string, number> = {};
  /** How often each model was looked at. */
  readonly #looks: Record<string, number> = {};

  constructor(models: Models, say: (text: string) => void, now: () => number = Date.now) {
    this.#models = models;
    this.#say = say;
    this.#now = now;
  }

  /** Follows what the models do until the returned function is called. */
  follow(): () => void {
    return this.#models.subscribe((id) => {
      this.#follow(id);
    });
  }

  /** Reads everything anew. */
  async read(): Promise<void> {
    const [records, mirror] = await Promise.all([this.#models.list(), this.#models.mirror.get()]);
    this.mirror = mirror;
    await Promise.all(records.map(({ id }) => this.#look(id)));
    this.records = records;
    for (const { id } of records) this.#follow(id);
  }

  async ask(): Promise<void> {
    this.preflight = await this.#models.preflight();
  }

  download(record: ModelRecord): Promise<void> {
    const name = nameOf(record);
    this.#say(MODELS.said.started(name));
    this.#saidAt[record.id] = this.#now();
    return this.#do(record.id, async () => {
      const end = await this.#models.download(record.id);
      if (end === 'complete') this.#say(MODELS.said.complete(name));
    });
  }

  async pause(record: ModelRecord): Promise<void> {
    await this.#models.pause(record.id);
    this.#say(MODELS.said.paused(nameOf(record)));
  }

  async stopCheck(record: ModelRecord): Promise<void> {
    await this.#models.pause(record.id);
  }

  cancel(record: ModelRecord): Promise<void> {
    return this.#do(record.id, async () => {
      await this.#models.cancel(record.id);
      this.#say(MODELS.said.cancelled(nameOf(record)));
    });
  }

  verify(record: ModelRecord): Promise<void> {
    return this.#do(record.id, async () => {
      const found = await this.#models.verify(record.id);
      if (found === 'stopped') return;
      const { checked, damaged, hashed } = found;
      const note =
        damaged.length > 0 ? MODELS.said.damaged(damaged.length) : MODELS.said.intact(checked, hashed);
      this.notes.set(record.id, note);
      this.#say(note);
    });
  }

  remove(record: ModelRecord): Promise<void> {
    return this.#do(record.id, async () => {
      await this.#models.remove(record.id);
      this.#say(MODELS.said.removed(nameOf(record)));
    });
  }

  forget(record: ModelRecord): Promise<void> {
    return this.#do(record.id, async () => {
      await this.#models.custom.remove(record.id);
      this.#say(MODELS.said.forgotten(nameOf(record)));
      await this.read();
    });
  }

  async add(
    input: { readonly weights: string; readonly library: string; readonly title: string },
    signal: AbortSignal,
  ): Promise<void> {
    const record = await this.#models.custom.add(input, signal);
    await this.read();
    this.#say(MODELS.said.added(record.title));
  }

  async setMirror(text: string): Promise<void> {
    this.mirror = await this.#models.mirror.set(text);
    this.#say(this.mirror === null ? MODELS.said.noMirror : MODELS.said.mirror(this.mirror));
  }

  /** Asks for the exact sizes. Returns how many lists could be read. */
  async askSizes(signal: AbortSignal): Promise<number> {
    const left = [...this.records];
    let known = 0;
    const loop = async (): Promise<void> => {
      for (let record = left.shift(); record; record = left.shift()) {
        try {
          this.exact.set(record.id, await this.#models.weightsBytes(record.id, signal));
          known += 1;
        } catch (error) {
          if (isAbort(error)) throw error;
          // One that cannot be reached keeps the figure that came with the page.
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, loop));
    return known;
  }

  async #do(id: string, work: () => Promise<void>): Promise<void> {
    this.errors.delete(id);
    this.notes.delete(id);
    try {
      await work();
    } catch (error) {
      if (!isAbort(error)) this.errors.set(id, toPlainError(error));
    }
    await this.#look(id);
  }

  /** Looks where a model stands. Of looks that overlap the newest counts, in whatever order they end. */
  async #look(id: string): Promise<void> {
    const look = (this.#looks[id] = (this.#looks[id] ?? 0) + 1);
    let status: ModelStatus | null;
    try {
      status = await this.#models.status(id);
    } catch {
      status = null; // forgotten meanwhile, by this or another tab
    }
    if (look !== this.#looks[id]) return;
    if (status) this.statuses.set(id, status);
    else this.statuses.delete(id);
  }

  #follow(id: string): void {
    const activity = this.#models.activity(id);
    if (!activity) {
      const ended = this.activities.delete(id);
      if (ended) void this.#look(id); // it may have been started by an earlier visit to this view
      return;
    }
    this.activities.set(id, activity);
    const record = this.records.find((one) => one.id === id);
    const percent = activity.progress && percentOf(activity.progress);
    const now = this.#now();
    if (activity.doing !== 'download' || !record || percent === null) return;
    if (now - (this.#saidAt[id] ?? -Infinity) < SAY_EVERY) return;
    this.#saidAt[id] = now;
    this.#say(MODELS.said.progress(nameOf(record), percent));
  }
}
