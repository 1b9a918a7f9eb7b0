/** What the mock server keeps, and how often it was asked for what costs something. */
import { asRecord } from '../http.ts';
import { questionOf } from './answers.ts';
import { MockJob } from './jobs.ts';
import type { TuningScenario } from './scenario.ts';
import { missing, Refusal } from './scenario.ts';

const MODELS = ['small-base'];

export interface MockFile {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export class TuningState {
  readonly files: MockFile[] = [];
  /** Oldest first. */
  readonly jobs: MockJob[] = [];
  readonly counts = { uploads: 0, created: 0, repeated: 0, cancelled: 0, scored: 0, written: 0 };
  readonly #scenario: TuningScenario;
  readonly #byKey = new Map<string, MockJob>();
  readonly #forgotten = new Set<string>();

  constructor(scenario: TuningScenario) {
    this.#scenario = scenario;
  }

  get models(): readonly string[] {
    return this.#scenario.models ?? MODELS;
  }

  /** Those whose model is there, newest first. */
  get tuned(): readonly MockJob[] {
    return this.jobs
      .filter(({ status, tuned }) => status === 'succeeded' && !this.#forgotten.has(tuned))
      .toReversed();
  }

  /** Every answer that a training file has held. */
  get answers(): readonly string[] {
    return [...new Set(this.files.flatMap(({ text }) => examplesOf(text).map(([, answer]) => answer)))];
  }

  upload(name: string, text: string): MockFile {
    const wrong = text
      .trimEnd()
      .split('\n')
      .findIndex((line) => exampleOf(line) === null);
    if (wrong >= 0) {
      throw new Refusal(
        400,
        'invalid_jsonl',
        `Line ${wrong + 1}: it is no chat that ends in an answer.`,
        'file',
      );
    }
    this.counts.uploads += 1;
    const file = { id: `file-mock${this.files.length + 1}`, name, text };
    this.files.push(file);
    return file;
  }

  file(id: string, param: string): MockFile {
    const found = this.files.find((file) => file.id === id);
    if (!found) throw missing('file', id, param, 'file_not_found');
    return found;
  }

  removeFile(id: string): void {
    this.files.splice(this.files.indexOf(this.file(id, 'file_id')), 1);
  }

  /** The same key brings the same job. */
  create(body: Readonly<Record<string, unknown>>, key: string | undefined): MockJob {
    const known = key === undefined ? undefined : this.#byKey.get(key);
    if (known) {
      this.counts.repeated += 1;
      return known;
    }
    const file = this.file(String(body['training_file']), 'training_file');
    this.servable(String(body['model']));
    this.counts.created += 1;
    const job = new MockJob(this.jobs.length + 1, body, examplesOf(file.text), this.#scenario);
    this.jobs.push(job);
    if (key !== undefined) this.#byKey.set(key, job);
    return job;
  }

  job(id: string): MockJob {
    const found = this.jobs.find((job) => job.id === id);
    if (!found) throw missing('fine-tuning job', id, 'fine_tuning_job_id', 'fine_tune_not_found');
    return found;
  }

  cancel(job: MockJob): void {
    if (job.isOver) throw refusedMove(job, 'cancelled');
    this.counts.cancelled += 1;
    job.end('cancelled');
  }

  pause(job: MockJob): void {
    if (job.status === 'queued') job.status = 'paused';
    else if (job.status === 'running') job.status = 'pausing';
    else throw refusedMove(job, 'paused');
  }

  resume(job: MockJob): void {
    if (job.status !== 'paused') throw refusedMove(job, 'resumed');
    job.status = 'queued';
  }

  /** The job behind a tuned model or checkpoint, null for a base model. */
  servable(id: string): MockJob | null {
    if (this.models.includes(id)) return null;
    const job = this.tuned.find(({ tuned }) => id === tuned || id.startsWith(`${tuned}:ckpt-step-`));
    if (!job) throw missing('model', id, 'model', 'model_not_found');
    return job;
  }

  forget(id: string): void {
    if (this.models.includes(id)) {
      throw new Refusal(403, 'model_not_deletable', 'Base models are not deleted.', 'model');
    }
    this.servable(id);
    this.#forgotten.add(id);
  }
}

function refusedMove({ status }: MockJob, verb: string): Refusal {
  return new Refusal(400, `job_not_${verb}`, `The job is ${status} and can not be ${verb} any more or yet.`);
}

function examplesOf(jsonl: string): (readonly [string, string])[] {
  return jsonl
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const example = exampleOf(line);
      return example === null ? [] : [example];
    });
}

/** The question and the answer of a line; null where it is no chat that ends in one. */
function exampleOf(line: string): readonly [string, string] | null {
  try {
    const { messages } = asRecord(JSON.parse(line));
    if (!Array.isArray(messages) || messages.length < 2) return null;
    const { role, content } = asRecord(messages.at(-1));
    if (role !== 'assistant' || typeof content !== 'string') return null;
    return [questionOf({ messages: messages.slice(0, -1) }), content];
  } catch {
    return null;
  }
}
