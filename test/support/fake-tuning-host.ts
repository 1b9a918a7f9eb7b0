/** A fine-tuning service in memory: jobs go a step further at every look, and end as they are told to. */
import type {
  Abilities,
  JobStatus,
  Page,
  ServedModel,
  TuningCheckpoint,
  TuningEvent,
  TuningHost,
  TuningJob,
  TuningOrder,
} from '../../src/core/trainers/fine-tuning/port.ts';

interface Course {
  readonly order: TuningOrder;
  looks: number;
  ended: JobStatus | null;
}

export class FakeTuningHost implements TuningHost {
  readonly title = 'b.example';
  readonly files: string[] = [];
  readonly orders: TuningOrder[] = [];
  end: 'succeeded' | 'failed' | 'cancelled';
  /** What the server itself brings into a fit. */
  defaults = 'three epochs';
  /** Called at every look at a job or its events, with how many there were; may throw. */
  onLook: (looks: number) => void = () => undefined;
  readonly #steps: number;
  readonly #jobs: Course[] = [];
  readonly #models = new Set<string>();
  #looks = 0;

  constructor({
    steps = 2,
    end = 'succeeded',
  }: { readonly steps?: number; readonly end?: FakeTuningHost['end'] } = {}) {
    this.#steps = steps;
    this.end = end;
  }

  forget(model: string): void {
    this.#models.delete(model);
  }

  abilities(): Promise<Abilities> {
    return Promise.resolve({
      server: 'a fake',
      scores: true,
      adopts: true,
      pauses: false,
      answers: true,
      adapterFiles: false,
      webllm: [],
      notes: [],
    });
  }

  models(): Promise<readonly ServedModel[]> {
    const served = (id: string): ServedModel => ({
      id,
      base: 'small',
      job: null,
      createdAt: 0,
      metadata: {},
    });
    return Promise.resolve([...this.#models].map(served));
  }

  serves(model: string): Promise<boolean> {
    return Promise.resolve(this.#models.has(model));
  }

  fingerprint(): Promise<string> {
    return Promise.resolve(this.defaults);
  }

  upload(jsonl: string): Promise<string> {
    return Promise.resolve(`file-${this.files.push(jsonl)}`);
  }

  create(order: TuningOrder): Promise<TuningJob> {
    this.orders.push(order);
    const n = this.#jobs.push({ order, looks: 0, ended: null }) - 1;
    return Promise.resolve(this.#shape(n));
  }

  find(metadata: Readonly<Record<string, string>>): Promise<TuningJob | null> {
    const n = this.#jobs.findLastIndex(({ order }) =>
      Object.entries(metadata).every(([name, value]) => order.metadata[name] === value),
    );
    return Promise.resolve(n < 0 ? null : this.#shape(n));
  }

  jobs(): Promise<Page<TuningJob>> {
    return Promise.resolve({ items: this.#jobs.map((_, n) => this.#shape(n)).reverse(), next: null });
  }

  job(id: string): Promise<TuningJob> {
    const n = this.#look(id);
    const job = this.#jobs[n];
    if (job && job.ended === null) {
      job.looks += 1;
      // All steps but the first few at once: what counts is that they come in pieces.
      if (job.looks > 2) {
        job.ended = this.end;
        if (this.end === 'succeeded') this.#models.add(`tuned-${n}`);
      }
    }
    return Promise.resolve(this.#shape(n));
  }

  events(id: string, seen: string | null): Promise<readonly TuningEvent[]> {
    const job = this.#jobs[this.#look(id)];
    const steps =
      job === undefined || job.looks === 0 ? 0 : job.ended ? this.#steps : Math.min(1, this.#steps);
    const all = Array.from({ length: steps }, (_, i) => stepEvent(i + 1, this.#steps));
    return Promise.resolve(all.slice(all.findIndex((event) => event.id === seen) + 1));
  }

  checkpoints(): Promise<readonly TuningCheckpoint[]> {
    return Promise.resolve([]);
  }

  cancel(id: string): Promise<TuningJob> {
    const n = numberOf(id);
    const job = this.#jobs[n];
    if (job) job.ended ??= 'cancelled';
    return Promise.resolve(this.#shape(n));
  }

  #look(id: string): number {
    this.#looks += 1;
    this.onLook(this.#looks);
    return numberOf(id);
  }

  #shape(n: number): TuningJob {
    const job = this.#jobs[n];
    const status = job?.ended ?? (job?.looks === 0 ? 'queued' : 'running');
    return {
      id: `job-${n}`,
      status,
      rawStatus: status,
      base: job?.order.model ?? '',
      tuned: status === 'succeeded' ? `tuned-${n}` : null,
      createdAt: 0,
      finishedAt: null,
      estimatedFinish: null,
      trainedTokens: null,
      error: status === 'failed' ? { code: 'not_finite', message: 'the loss is not a number' } : null,
      metadata: job?.order.metadata ?? {},
      training: {
        learningRate: 2e-4,
        epochs: 3,
        batchSize: 8,
        rank: 16,
        alpha: 32,
        totalSteps: this.#steps,
      },
    };
  }
}

function numberOf(id: string): number {
  return Number(id.split('-')[1]);
}

function stepEvent(step: number, totalSteps: number): TuningEvent {
  return {
    id: `event-${step}`,
    createdAt: 0,
    level: 'info',
    message: `Step ${step}`,
    step,
    totalSteps,
    loss: 1 / step,
    learningRate: 2e-4,
  };
}
