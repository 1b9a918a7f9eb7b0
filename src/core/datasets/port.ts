/** The port every source of examples fulfils: bundled sets, files, the Hugging Face Hub. */
import type { Example, PackReply } from '../example.ts';

export interface Dataset {
  /** Stable name, for example `film-reviews`, `hub:sst2`, `file:reviews.csv`. */
  readonly id: string;
  readonly title: string;
  /** Where it comes from and what its splits are, one or two sentences for people. */
  readonly about: string;
  /** The task its rows are of, by id, where its source knows; a run may be made of another. */
  readonly task?: string;
  /** All labels, in the order in which scores are listed; empty where answers are free-form. */
  readonly labels: readonly string[];
  /** The pool seeds are drawn from. */
  readonly seeds: readonly Example[];
  /** Held out for measuring; reaches neither teacher nor trainer. */
  readonly test: readonly Example[];
  /** Recorded teacher replies, where there are any. */
  readonly pack?: readonly PackReply[];
  /** SHA-256 of canonical {labels, seeds, test, pack}: the data's identity in links and logs. */
  readonly hash: string;
}

export interface LoadProgress {
  /** What is being done, for a status line. */
  readonly note: string;
  readonly done: number;
  /** null while unknown. */
  readonly total: number | null;
}

export interface DatasetSource {
  /** Loads the whole set. Throws LabError; rejects with AbortError when `signal` fires. */
  load(signal: AbortSignal, onProgress?: (progress: LoadProgress) => void): Promise<Dataset>;
}
