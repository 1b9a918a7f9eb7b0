/** Jobs of the mock server: each is a number of stages, and everything it says follows from how far it is. */
import { asRecord } from '../http.ts';
import type { JobEnd, TuningScenario } from './scenario.ts';

/** What our backend multiplies. */
const BASE_RATE = 2e-4;
const OVER: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

export interface MockEvent {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

export class MockJob {
  readonly id: string;
  readonly tuned: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What it trains on: the user's last words and the answer, a pair each. */
  readonly examples: readonly (readonly [text: string, answer: string])[];
  readonly createdAt: number;
  status: string;
  step = 0;
  readonly events: MockEvent[] = [];
  readonly #scenario: TuningScenario;

  constructor(
    number: number,
    body: Readonly<Record<string, unknown>>,
    examples: MockJob['examples'],
    scenario: TuningScenario,
  ) {
    this.id = `ftjob-mock${number}`;
    this.body = body;
    this.examples = examples;
    this.createdAt = 1_800_000_000 + number * 100;
    this.#scenario = scenario;
    const suffix = typeof body['suffix'] === 'string' ? body['suffix'] : '';
    this.tuned = `ft:${this.base}:llm2llm:${suffix}:mock${number}`;
    this.status = scenario.validates ? 'validating_files' : 'queued';
    this.#log(`The job was created; it trains on ${examples.length} examples.`);
  }

  get base(): string {
    const model = String(this.body['model']);
    return /^ft:([^:]+):/u.exec(model)?.[1] ?? model;
  }

  get metadata(): Readonly<Record<string, unknown>> {
    return asRecord(this.body['metadata']);
  }

  get steps(): number {
    return this.#scenario.steps ?? 4;
  }

  get isOver(): boolean {
    return OVER.has(this.status);
  }

  /** One stage further; nothing once it is over or paused. */
  advance(): void {
    if (this.status === 'validating_files') this.status = 'queued';
    else if (this.status === 'queued') this.#begin();
    else if (this.status === 'pausing') {
      this.status = 'paused';
      this.#log('The job is paused.');
    } else if (this.status === 'running' && this.step < this.steps) this.#oneStep();
    else if (this.status === 'running') this.end(this.#scenario.end ?? 'succeeded');
  }

  end(how: JobEnd): void {
    this.status = how;
    if (how === 'succeeded') this.#log(`The job is done: ${this.tuned}.`);
    else if (how === 'cancelled') this.#log('The job was cancelled.');
    else this.#log(this.failure.message, { code: this.failure.code }, 'error');
  }

  get failure(): { readonly code: string; readonly message: string } {
    return (
      this.#scenario.failure ?? { code: 'out_of_memory', message: 'The graphics card is out of memory.' }
    );
  }

  /** What it trains with: numbers in the place of "auto". */
  get training(): { readonly [name: string]: unknown } {
    const asked = asRecord(
      asRecord(asRecord(asRecord(this.body['method'])['supervised']))['hyperparameters'],
    );
    const number = (name: string, auto: number): number =>
      typeof asked[name] === 'number' ? asked[name] : auto;
    const rank = Number(this.metadata['lora_rank'] ?? 8);
    const multiplier = number('learning_rate_multiplier', 1);
    return {
      n_epochs: number('n_epochs', 3),
      batch_size: number('batch_size', 8),
      learning_rate_multiplier: multiplier,
      learning_rate: multiplier * BASE_RATE,
      lora:
        this.metadata['training'] === 'full'
          ? null
          : { rank, alpha: Number(this.metadata['lora_alpha'] ?? 2 * rank), dropout: 0 },
      max_length: 1024,
      examples: this.examples.length,
      total_steps: this.steps,
    };
  }

  #begin(): void {
    this.status = 'running';
    this.#log('Fine-tuning begins.', this.training);
  }

  /** The numbers of the last step; null before the first. */
  get lastStep(): MockEvent['data'] {
    if (this.step === 0) return null;
    return {
      step: this.step,
      total_steps: this.steps,
      train_loss: 2 / (1 + this.step),
      learning_rate: this.training['learning_rate'],
    };
  }

  #oneStep(): void {
    this.step += 1;
    const loss = 2 / (1 + this.step);
    this.#log(`Step ${this.step}/${this.steps}: training loss=${loss.toFixed(4)}`, this.lastStep);
  }

  #log(message: string, data: MockEvent['data'] = null, level: MockEvent['level'] = 'info'): void {
    this.events.push({ level, message, data });
  }
}
