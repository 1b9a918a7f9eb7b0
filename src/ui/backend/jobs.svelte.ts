/** The jobs of a backend as the view knows them, and one of them that is looked at closely. */
import type { PlainError } from '../../core/errors.ts';
import { isAbort, toPlainError } from '../../core/errors.ts';
import { isOver } from '../../core/trainers/fine-tuning/follow.ts';
import type { TuningCheckpoint, TuningEvent, TuningHost, TuningJob } from '../../core/trainers/fine-tuning/port.ts';
import { BACKEND } from '../copy/backend.ts';
import { Work } from '../shell/work.svelte.ts';
import { changedOf, openBeyond, withEvents, withNewer, withOlder } from './job-list.ts';
import { statusWords } from './job-words.ts';

/** A job in detail. */
export interface JobLook {
  readonly id: string;
  /** Oldest first. */
  readonly events: readonly TuningEvent[];
  readonly checkpoints: readonly TuningCheckpoint[];
}

export class JobsState {
  /** Newest first; null until they were read. */
  items = $state.raw<readonly TuningJob[] | null>(null);
  look = $state.raw<JobLook | null>(null);
  /** Why the last look in passing failed; null: it did not. */
  lost = $state.raw<PlainError | null>(null);
  /** What to ask for older ones with. */
  next = $state.raw<string | null>(null);
  readonly listing = new Work();
  readonly looking = new Work();
  readonly moving = new Work();
  readonly #host: TuningHost;
  readonly #say: (text: string) => void;
  readonly #onEnded: () => void;
  readonly #gone = new AbortController();
  #passing = false;

  /** @param onEnded called when a job came to its end: there may be another model */
  constructor(host: TuningHost, say: (text: string) => void, onEnded: () => void) {
    this.#host = host;
    this.#say = say;
    this.#onEnded = onEnded;
  }

  get anyOpen(): boolean {
    return this.items?.some((job) => !isOver(job)) ?? false;
  }

  /** Reads the newest ones anew. */
  async read(): Promise<void> {
    await this.listing.run(async (signal) => {
      const page = await this.#host.jobs(null, signal);
      this.items = page.items;
      this.next = page.next;
    });
  }

  async more(): Promise<void> {
    await this.listing.run(async (signal) => {
      if (this.next === null) return;
      const page = await this.#host.jobs(this.next, signal);
      this.items = withOlder(this.items ?? [], page.items);
      this.next = page.next;
    });
  }

  /** Looks at one job closely, or with null at none. */
  async open(id: string | null): Promise<void> {
    this.look = id === null ? null : { id, events: [], checkpoints: [] };
    await this.looking.instead(async (signal) => {
      if (id !== null) await this.#closely(id, signal);
    });
  }

  /** Looks in passing at what may have changed; one look at a time. Never rejects. */
  async pass(): Promise<void> {
    if (this.#passing || this.listing.busy) return;
    this.#passing = true;
    const { signal } = this.#gone;
    try {
      const { items } = await this.#host.jobs(null, signal);
      const others = openBeyond(this.items ?? [], items);
      const looks = await Promise.all(others.map(({ id }) => this.#host.job(id, signal)));
      const before = this.items?.find(({ id }) => id === this.look?.id);
      this.#take([...items, ...looks]);
      if (this.look && before && !isOver(before) && !this.looking.busy) await this.#closely(this.look.id, signal);
      this.lost = null;
    } catch (error) {
      if (!isAbort(error)) this.lost = toPlainError(error);
    } finally {
      this.#passing = false;
    }
  }

  cancel(id: string): Promise<void> {
    return this.#move(id, (signal) => this.#host.cancel(id, signal));
  }

  pause(id: string): Promise<void> {
    return this.#move(id, async (signal) => this.#host.pause?.(id, signal));
  }

  resume(id: string): Promise<void> {
    return this.#move(id, async (signal) => this.#host.resume?.(id, signal));
  }

  /** Stops all that is under way. */
  stop(): void {
    this.#gone.abort();
    for (const work of [this.listing, this.looking, this.moving]) work.stop();
  }

  async #move(
    id: string,
    ask: (signal: AbortSignal) => Promise<TuningJob | undefined>,
  ): Promise<void> {
    await this.moving.run(async (signal) => {
      const job = await ask(signal);
      if (job) this.#take([job]);
      if (this.look?.id === id) await this.#closely(id, signal);
    });
  }

  async #closely(id: string, signal: AbortSignal): Promise<void> {
    const known = this.look?.id === id ? this.look.events : [];
    const [fresh, checkpoints] = await Promise.all([
      this.#host.events(id, known.at(-1)?.id ?? null, signal),
      this.#host.checkpoints(id, signal),
    ]);
    // Another one may have been opened meanwhile, or this one looked at twice.
    if (this.look?.id !== id) return;
    this.look = { id, events: withEvents(this.look.events, fresh), checkpoints };
  }

  /** Puts jobs where they belong, new ones first, and says of which the status has changed. */
  #take(jobs: readonly TuningJob[]): void {
    const before = this.items ?? [];
    const changed = changedOf(before, jobs);
    this.items = withNewer(before, jobs);
    for (const job of changed) this.#say(BACKEND.jobs.changed(job.id, statusWords(job)));
    if (changed.some(isOver)) this.#onEnded();
  }
}
