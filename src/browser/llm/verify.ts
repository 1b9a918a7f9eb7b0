/** Whether reusing the KV cache gives the logits that a plain prefill gives: looked at on the loaded model itself. */
import type { ChatMessage } from '../../core/tasks/port.ts';
import type { Engine } from './engine.ts';
import type { KvPrompt } from './kv-prompt.ts';
import type { LogitCatcher } from './logits.ts';
import { plainRequest } from './requests.ts';

export interface Agreement {
  /** Largest difference between the two vectors of logits. */
  readonly maxDifference: number;
  /** Standard deviation of the plain logits: what a difference has to be seen against. */
  readonly spread: number;
  readonly agrees: boolean;
  /** Time of the plain prefill and of the one that reused what was there, in milliseconds. */
  readonly plainMs: number;
  readonly reusedMs: number;
}

/**
 * Half precision and other tile sizes move logits by a percent of their spread; another template or a wrong
 * position moves them by about the spread itself.
 */
const TOLERANCE = 0.1;

/** Two prompts that begin alike and end differently, both short: every step of 32 tokens costs time. */
const PROBES: readonly (readonly ChatMessage[])[] = ['It was fine.', 'Who was it, then?'].map((text) => [
  { role: 'system', content: 'Answer with one word.' },
  { role: 'user', content: `Text: ${text}\nLabel:` },
]);

/** Prefills a prompt by WebLLM's own API, whole, and returns the logits after it. */
export type PlainPrefill = (messages: readonly ChatMessage[]) => Promise<Float32Array>;

export function plainPrefill(
  engine: Pick<Engine, 'chat'>,
  kv: KvPrompt,
  catcher: LogitCatcher,
  skipThoughts: boolean,
): PlainPrefill {
  return async (messages) => {
    const request = plainRequest(messages, skipThoughts);
    const logits = await catcher.during(() => engine.chat.completions.create(request));
    kv.forget();
    return logits;
  };
}

/**
 * Asks the last of the prompts twice: whole by WebLLM's own API, and after the prompt before it, with what both
 * share kept in the cache. Throws what the engine throws.
 * @param move goes to a prompt as scoring does
 */
export async function compareWithPlain(
  plain: PlainPrefill,
  move: PlainPrefill,
  prompts: readonly (readonly ChatMessage[])[] = PROBES,
): Promise<Agreement> {
  const begin = performance.now();
  const whole = await plain(prompts[prompts.length - 1] ?? []);
  const plainMs = performance.now() - begin;
  let reused = whole;
  let reusedMs = 0;
  for (const prompt of prompts) {
    const from = performance.now();
    reused = await move(prompt);
    reusedMs = performance.now() - from;
  }
  return { ...agreement(whole, reused), plainMs, reusedMs };
}

/** How far two vectors of logits are apart. */
export function agreement(
  plain: Float32Array,
  other: Float32Array,
): Pick<Agreement, 'maxDifference' | 'spread' | 'agrees'> {
  const mean = plain.reduce((sum, x) => sum + x, 0) / plain.length;
  const spread = Math.sqrt(plain.reduce((sum, x) => sum + (x - mean) ** 2, 0) / plain.length);
  const maxDifference =
    plain.length === other.length
      ? plain.reduce((most, x, i) => Math.max(most, Math.abs(x - (other[i] ?? NaN))), 0)
      : Infinity;
  // Written so that NaN, of a device that computes nonsense, does not agree.
  return { maxDifference, spread, agrees: maxDifference <= TOLERANCE * spread };
}
