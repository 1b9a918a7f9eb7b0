/** The answer to a prompt out of a closed set of labels, by the best method that this engine allows. */
import type { LabelScores } from '../../core/llm/port.ts';
import type { ChatMessage } from '../../core/tasks/port.ts';
import { withoutThoughts } from '../../core/tasks/classification/answer.ts';
import type { Engine } from './engine.ts';
import { findInternals } from './internals.ts';
import { KvPrompt } from './kv-prompt.ts';
import { labelLogLikelihoods } from './label-scores.ts';
import type { LogitCatcher } from './logits.ts';
import { labelRequest } from './requests.ts';
import { encodePrompt } from './template.ts';
import type { Agreement } from './verify.ts';
import { compareWithPlain, plainPrefill } from './verify.ts';

/** How answers are found, and why so. */
export interface ScoringReport {
  readonly by: LabelScores['by'];
  /** Why it is not the fast way; null where it is. */
  readonly reason: string | null;
  /** The check against a plain prefill; null where it could not be made. */
  readonly agreement: Agreement | null;
}

export interface Scorer {
  readonly report: ScoringReport;
  score(messages: readonly ChatMessage[], labels: readonly string[]): Promise<LabelScores>;
  /** The engine was used by another way. */
  forget(): void;
  /** What only scoring by logits can: showing tokens, and comparing itself with a plain prefill. */
  readonly exact: ExactScoring | null;
}

export interface ExactScoring {
  /** The tokens of a prompt. */
  encode(messages: readonly ChatMessage[]): number[];
  compare(prompts: readonly (readonly ChatMessage[])[]): Promise<Agreement>;
}

/**
 * Scoring by logits with a reused KV cache where the engine's internals are there and agree with a plain
 * prefill, else generation under a grammar through the public API.
 * @param skipThoughts whether this model's replies begin with an empty block of thoughts
 */
export async function openScorer(
  engine: Engine,
  catcher: LogitCatcher,
  modelId: string,
  skipThoughts: boolean,
): Promise<Scorer> {
  const internals = findInternals(engine, modelId);
  if (typeof internals === 'string') return grammarScorer(engine, skipThoughts, internals, null);
  const kv = new KvPrompt(engine, internals, catcher, modelId);
  const encode = (messages: readonly ChatMessage[]): number[] =>
    encodePrompt(internals.encode, internals.template, messages, skipThoughts);
  const plain = plainPrefill(engine, kv, catcher, skipThoughts);
  const move = (messages: readonly ChatMessage[]): Promise<Float32Array> => kv.moveTo(encode(messages));
  let agreement: Agreement;
  try {
    agreement = await compareWithPlain(plain, move);
  } catch (error) {
    await engine.resetChat(false, modelId);
    const words = error instanceof Error ? error.message : String(error);
    return grammarScorer(engine, skipThoughts, `reusing the KV cache failed on this model: ${words}`, null);
  }
  if (!agreement.agrees) {
    await engine.resetChat(false, modelId);
    const reason = 'reusing the KV cache gave other logits than a plain prefill';
    return grammarScorer(engine, skipThoughts, reason, agreement);
  }
  const end = internals.template.stop_token_ids?.[0];
  return {
    report: { by: 'scored', reason: null, agreement },
    forget: () => {
      kv.forget();
    },
    exact: {
      encode,
      compare: (prompts) => compareWithPlain(plain, move, prompts),
    },
    async score(messages, labels) {
      const tokens = labels.map((label) => internals.encode(label));
      const logLikelihoods = await labelLogLikelihoods(
        (ids) => kv.moveTo(ids),
        encode(messages),
        tokens,
        end,
      );
      return { by: 'scored', best: argMax(logLikelihoods), logLikelihoods };
    },
  };
}

function grammarScorer(
  engine: Engine,
  skipThoughts: boolean,
  reason: string,
  agreement: Agreement | null,
): Scorer {
  return {
    report: { by: 'grammar', reason, agreement },
    forget: () => undefined,
    exact: null,
    async score(messages, labels) {
      const reply = await engine.chat.completions.create(labelRequest(messages, labels, skipThoughts));
      const text = withoutThoughts(reply.choices[0]?.message.content ?? '').trimStart();
      return { by: 'grammar', best: labelWritten(text, labels), logLikelihoods: null };
    },
  };
}

/**
 * Nothing but a label can be written, unless it was cut: then the one label that begins so. -1 where none was
 * written, or a piece that several begin with.
 */
function labelWritten(text: string, labels: readonly string[]): number {
  const exact = labels.indexOf(text);
  if (exact >= 0) return exact;
  const begun = labels.filter((label) => label.startsWith(text));
  return begun.length === 1 ? labels.indexOf(begun[0] ?? '') : -1;
}

function argMax(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > (values[best] ?? -Infinity) ? i : best), 0);
}
