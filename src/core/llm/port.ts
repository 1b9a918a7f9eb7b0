/**
 * The port of a language model that runs where the loop runs. The core asks it two things: how likely each of
 * a closed set of answers is, and to write. How the weights got there is the platform's business.
 */
import type { ChatMessage } from '../tasks/port.ts';
import type { TokenUsage } from '../teachers/port.ts';

/**
 * How an answer out of a closed set is found. `scored`: the log-likelihood of every label after the prompt.
 * `grammar`: written by the model under a grammar that allows nothing but labels.
 */
export type AnswerMethod = 'scored' | 'grammar';

/** The answer to one prompt with a closed set of labels. */
export interface LabelScores {
  readonly by: AnswerMethod;
  /** Index of the answer in the labels; -1 where none was written (by a grammar, when it was cut). */
  readonly best: number;
  /** Natural log-likelihood of each label after the prompt, in order; null where the method gives none. */
  readonly logLikelihoods: readonly number[] | null;
}

export interface WriteRequest {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
  readonly randomSeed: number;
  /** The reply must fit this JSON schema. */
  readonly jsonSchema?: string;
  /** The reply ends before any of these. */
  readonly stop?: readonly string[];
}

export interface Written {
  readonly text: string;
  readonly usage: TokenUsage | null;
  readonly finish: 'stop' | 'length' | null;
}

/** A model that can only be asked to write, wherever it runs. */
export interface Writer {
  /** Names weights and quantisation, for example `SmolLM2-135M-Instruct-q0f16-MLC`. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /**
   * Writes a reply; `onText` gets what there is of it so far, where that is told. Throws LabError `prompt-too-long`
   * where the prompt does not fit into the context window; rejects with AbortError when `signal` fires.
   */
  write(request: WriteRequest, signal: AbortSignal, onText?: (soFar: string) => void): Promise<Written>;
}

export interface LanguageModel extends Writer {
  /**
   * Scores every label as the reply to the prompt. Calls that share the beginning of their prompt are cheap
   * one after the other. Throws LabError `prompt-too-long` where it does not fit into the context window,
   * `gpu-lost` when the device is gone, as writing does; rejects with AbortError when `signal` fires.
   */
  score(
    messages: readonly ChatMessage[],
    labels: readonly string[],
    signal: AbortSignal,
  ): Promise<LabelScores>;
}
