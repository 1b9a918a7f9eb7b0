/**
 * The port of a fine-tuning service: what a run, and the page's view of a backend, ask of one. Each provider's dialect
 * is an adapter behind it (./hosts). The words are OpenAI's, whose wire format most of them speak.
 */
import type { TuningConfig } from '../../config/schema.ts';

/**
 * Where a job stands. `unknown`: the service said something no adapter knows; it is waited for like `running`, and
 * its own word is shown.
 */
export type JobStatus =
  'validating' | 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled' | 'unknown';

/** A job, as far as the service tells; null where it does not. */
export interface TuningJob {
  readonly id: string;
  readonly status: JobStatus;
  /** The service's own word for it. */
  readonly rawStatus: string;
  /** The base model, or the tuned one it goes on from. */
  readonly base: string;
  /** What the tuned model is asked for by; null until there is one. */
  readonly tuned: string | null;
  /** Seconds since 1970. */
  readonly createdAt: number | null;
  readonly finishedAt: number | null;
  readonly estimatedFinish: number | null;
  readonly trainedTokens: number | null;
  /** The provider's own words. */
  readonly error: { readonly code: string | null; readonly message: string } | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** What it trains with, where that is said. `learningRate` is absolute. */
  readonly training: {
    readonly learningRate: number | null;
    readonly epochs: number | null;
    readonly batchSize: number | null;
    readonly rank: number | null;
    readonly alpha: number | null;
    readonly totalSteps: number | null;
  };
}

export interface TuningEvent {
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdAt: number | null;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  /** A step's numbers, where it is one. Loss in nats a token. */
  readonly step: number | null;
  readonly totalSteps: number | null;
  readonly loss: number | null;
  readonly learningRate: number | null;
}

export interface TuningCheckpoint {
  readonly id: string;
  readonly step: number;
  /** What it is asked for by, or trained on from. */
  readonly model: string;
  readonly loss: number | null;
}

/** Everything a fit depends on, but for the data. */
export interface TuningOrder {
  /** Base model, or the tuned model or checkpoint to go on from. */
  readonly model: string;
  /** Id of the uploaded training file. */
  readonly file: string;
  readonly seed: number;
  /** Goes into the tuned model's name; letters, digits, `-`; at most 40. */
  readonly suffix: string;
  readonly training: TuningConfig;
  /** At most 16 pairs, keys to 64 characters, values to 512. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The same whenever the same order is given again: a service that knows idempotency keys gets it as one. */
  readonly key: string;
}

/** A model the service answers for. */
export interface ServedModel {
  readonly id: string;
  /** The base of a tuned one; null for a base model. */
  readonly base: string | null;
  readonly job: string | null;
  /** Seconds since 1970. */
  readonly createdAt: number | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a service can do, as a connection probe found it. */
export interface Abilities {
  /** `LLM2LLM backend 0.1.0 (cpu, float32)`, or the provider's name. */
  readonly server: string;
  /** Label scores: the likelihood of each label, computed once a prompt. */
  readonly scores: boolean;
  /** Whether a job can be found again by its metadata, so that nothing is paid for twice. */
  readonly adopts: boolean;
  readonly pauses: boolean;
  /** Whether the tuned model answers there; else its files have to be served elsewhere. */
  readonly answers: boolean;
  readonly adapterFiles: boolean;
  /** Quantisations in which a tuned model is handed over as WebLLM weights; empty: none. */
  readonly webllm: readonly string[];
  /** What it cannot do that somebody may expect, a sentence each. */
  readonly notes: readonly string[];
}

/** The pages of a list: what came, and what to ask for the rest with. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/**
 * All methods reject with LabError (codes of ../../llm/api/faults.ts with the role `student`, or `backend-...`) or,
 * when `signal` fires, AbortError. No order is sent again unless the service cannot carry it out twice.
 */
export interface TuningHost {
  /** For people: `api.example.org`. */
  readonly title: string;
  abilities(signal: AbortSignal): Promise<Abilities>;
  models(signal: AbortSignal): Promise<readonly ServedModel[]>;
  /** Uploads chat JSONL; resolves with the file's id. */
  upload(jsonl: string, name: string, signal: AbortSignal): Promise<string>;
  create(order: TuningOrder, signal: AbortSignal): Promise<TuningJob>;
  /** The newest job that carries these metadata; null: none, or the service cannot tell. */
  find(metadata: Readonly<Record<string, string>>, signal: AbortSignal): Promise<TuningJob | null>;
  /** Newest first. */
  jobs(after: string | null, signal: AbortSignal): Promise<Page<TuningJob>>;
  job(id: string, signal: AbortSignal): Promise<TuningJob>;
  /** Events that were not there when `seen` was the newest one; oldest first. */
  events(id: string, seen: string | null, signal: AbortSignal): Promise<readonly TuningEvent[]>;
  checkpoints(id: string, signal: AbortSignal): Promise<readonly TuningCheckpoint[]>;
  /** Resolves also where it was over already. */
  cancel(id: string, signal: AbortSignal): Promise<TuningJob>;
  pause?(id: string, signal: AbortSignal): Promise<TuningJob>;
  resume?(id: string, signal: AbortSignal): Promise<TuningJob>;
  /** Whether a tuned model still answers; absent where a service cannot tell one that is gone from one that waits. */
  serves?(model: string, signal: AbortSignal): Promise<boolean>;
  /**
   * What the service itself brings into a fit of this model: its defaults, and which weights the name stands for. Another
   * text, another fit. Absent where it does not tell.
   */
  fingerprint?(model: string, signal: AbortSignal): Promise<string>;
  /** Forgets a tuned model and deletes its files. */
  deleteModel?(id: string, signal: AbortSignal): Promise<void>;
}

/** A fit while it lasts: what the page shows beside the log, which gets the fit when it is done. */
export interface TuningProgress {
  readonly phase: 'uploading' | JobStatus;
  /** The service's own word. */
  readonly rawStatus: string;
  readonly host: string;
  readonly iteration: number;
  /** null: the fit on the whole training set. */
  readonly fold: number | null;
  readonly job: string | null;
  /** It was under way or done already and is not paid for again. */
  readonly adopted: boolean;
  /** (step, loss in nats a token), in order. */
  readonly losses: readonly (readonly [step: number, loss: number])[];
  readonly totalSteps: number | null;
  readonly learningRate: number | null;
  /** Seconds since 1970. */
  readonly createdAt: number | null;
  readonly estimatedFinish: number | null;
  /** The newest messages that are no steps, oldest first. */
  readonly messages: readonly string[];
}
