/** What each stage of the WebGPU check reports. Plain data: it goes from the page to the terminal and a file. */
import type { Preflight } from '../../src/browser/models/preflight.ts';
import type { ScoringReport } from '../../src/browser/llm/scorer.ts';
import type { Agreement } from '../../src/browser/llm/verify.ts';

export interface CheckInput {
  /** URLs of the weights and of the library. */
  readonly model: string;
  readonly lib: string;
  readonly embedding: boolean;
  /** Examples timed each way. */
  readonly examples: number;
  /** Tokens that all prompts begin with, at least. */
  readonly prefixTokens: number;
}

export interface StageResults {
  adapter: Preflight;
  download: { readonly seconds: number; readonly megabytes: number; readonly damaged: number };
  load: { readonly seconds: number; readonly scoring: ScoringReport | null; readonly gpuMegabytes: number };
  agreement:
    (Agreement & { readonly tokens: number; readonly shared: number }) | { readonly skipped: string };
  scoring: {
    readonly by: string;
    readonly examples: number;
    readonly sharedTokens: number | null;
    /** The largest number of tokens computed for an example after the first. */
    readonly tailTokens: number | null;
    readonly firstSeconds: number;
    readonly secondsAnExample: number;
    readonly examplesASecond: number;
  };
  plain: {
    readonly examples: number;
    readonly secondsAnExample: number;
    readonly examplesASecond: number;
    /** Scored examples a second over plain ones, after the first example of each. */
    readonly ratio: number;
  };
  embedding: {
    readonly dimensions: number;
    readonly texts: number;
    readonly textsASecond: number;
    /** Largest difference between two encodings of the same text. */
    readonly repeatDifference: number;
  };
  memory: { readonly gpuMegabytes: number };
  iteration: {
    readonly events: number;
    readonly seconds: number;
    readonly wrong: readonly number[];
    readonly accepted: number;
    readonly trainSizes: readonly number[];
    readonly testAccuracy: readonly (number | null)[];
    readonly by: readonly string[];
  };
}

export type StageName = keyof StageResults;

/** The stages in order; each may fail on its own. */
export function stagesOf({ embedding }: Pick<CheckInput, 'embedding'>): StageName[] {
  const asked: StageName[] = embedding ? ['embedding'] : ['agreement', 'scoring', 'plain'];
  return ['adapter', 'download', 'load', ...asked, 'memory', 'iteration'];
}

export type Stages = {
  readonly [Name in StageName]: () => Promise<StageResults[Name]>;
};
