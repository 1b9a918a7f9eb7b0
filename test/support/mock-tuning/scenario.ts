/** What the mock fine-tuning server is told to be, as data. */
import type { IncomingMessage } from 'node:http';

export type JobEnd = 'succeeded' | 'failed' | 'cancelled';

export interface TuningScenario {
  /** The key that is asked for; absent: none. */
  readonly key?: string;
  /** The pages that may call; absent: every one. */
  readonly origins?: readonly string[];
  /** Base models; default `small-base`. */
  readonly models?: readonly string[];
  /** Steps of every job; default 4. */
  readonly steps?: number;
  /** What moves a job on: every look at it (default), or `advance` alone. */
  readonly pace?: 'look' | 'manual';
  /** How jobs end; default succeeded. */
  readonly end?: JobEnd;
  /** The provider's words of a job that fails. */
  readonly failure?: { readonly code: string; readonly message: string };
  /** Whether jobs begin as `validating_files`; default false, as our backend checks files when they come. */
  readonly validates?: boolean;
  /** Whether there is /v1/score; default true. */
  readonly scores?: boolean;
  /** Whether there is /v1/llm2llm; default true. */
  readonly describes?: boolean;
  /** Quantisations a tuned model is handed over in; default all four, `q0f32` also as `main`. */
  readonly webllm?: readonly string[];
  /** The model library that student.json names, for each; default one address, null: there is none. */
  readonly library?: string | null;
  /** Files of a handed over model by name, besides student.json; default a tiny one. */
  readonly weights?: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** What a base model writes; default a label by chance, which the prompt alone decides. */
  readonly baseReply?: string;
}

/** What goes wrong with requests that would have been answered. */
export interface TuningFault {
  /** The beginning of `POST /v1/fine_tuning/jobs`. */
  readonly on: string;
  /** How many requests; default 1, null: all. */
  readonly times?: number | null;
  /** `cut`: the connection breaks before anything is done; `cut-after`: when it is done. */
  readonly cut?: 'cut' | 'cut-after';
  /** Answered with this status instead of being carried out. */
  readonly status?: number;
  readonly body?: unknown;
  /** Answered with this in place of the real body. */
  readonly change?: (body: unknown) => unknown;
  /** Milliseconds before anything happens. */
  readonly delayMs?: number;
}

export interface TuningRequest {
  readonly method: string;
  /** With its query, as it was sent. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Parsed JSON, or the members of a form with files as texts. */
  readonly body: unknown;
}

/** A refused request. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly param: string | null;

  constructor(status: number, code: string, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }
}

export function missing(what: string, id: string, param: string, code: string): Refusal {
  return new Refusal(404, code, `There is no ${what} '${id}' on this server.`, param);
}
