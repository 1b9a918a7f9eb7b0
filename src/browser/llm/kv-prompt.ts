/**
 * The prompt that lies in the engine's KV cache. Going to another prompt keeps the tokens that both begin
 * with and computes the rest only: a template, its instructions and its demonstrations are prefilled once for
 * all examples. WebLLM's own API starts over for every new example.
 */
import { LabError } from '../../core/errors.ts';
import type { Engine } from './engine.ts';
import type { Internals } from './internals.ts';
import type { LogitCatcher } from './logits.ts';

export class KvPrompt {
  readonly #engine: Pick<Engine, 'forwardTokensAndSample' | 'resetChat'>;
  readonly #internals: Internals;
  readonly #catcher: LogitCatcher;
  readonly #modelId: string;
  /** What lies in the cache; null: not known, as somebody else used the engine. */
  #tokens: readonly number[] | null = null;

  constructor(
    engine: Pick<Engine, 'forwardTokensAndSample' | 'resetChat'>,
    internals: Internals,
    catcher: LogitCatcher,
    modelId: string,
  ) {
    this.#engine = engine;
    this.#internals = internals;
    this.#catcher = catcher;
    this.#modelId = modelId;
  }

  /** The engine was used by another way: the next prompt starts from nothing. */
  forget(): void {
    this.#tokens = null;
  }

  /**
   * Makes the cache hold exactly these tokens and returns the raw logits after the last one. At least one
   * token is computed anew, as logits are not kept. Throws LabError `prompt-too-long`.
   */
  async moveTo(tokens: readonly number[]): Promise<Float32Array> {
    const { contextWindow } = this.#internals;
    if (tokens.length > contextWindow) throw promptTooLong(tokens.length, contextWindow);
    const shared = await this.#windBackTo(tokens);
    // Unknown until the forward pass has ended well.
    this.#tokens = null;
    const rest = tokens.slice(shared);
    const logits = await this.#catcher.during(() =>
      // One token is a decoding step for the engine, more are a prefill.
      this.#engine.forwardTokensAndSample(rest, rest.length > 1, this.#modelId),
    );
    this.#tokens = tokens;
    return logits;
  }

  /** Drops what the cache holds beyond the common beginning. Returns how many tokens stayed. */
  async #windBackTo(tokens: readonly number[]): Promise<number> {
    const held = this.#tokens;
    if (!held || this.#internals.filled() !== held.length) {
      await this.#engine.resetChat(false, this.#modelId);
      return 0;
    }
    const shared = Math.min(commonStart(held, tokens), tokens.length - 1);
    if (shared === 0) {
      await this.#engine.resetChat(false, this.#modelId);
    } else if (held.length > shared) {
      this.#internals.pop(held.length - shared);
    }
    return shared;
  }
}

function commonStart(a: readonly number[], b: readonly number[]): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}

/** A prompt that no context window of this size holds. */
export function promptTooLong(tokens: number | null, window: number | null): LabError {
  const counts = tokens === null || window === null ? '' : `: ${tokens} tokens, and it reads ${window}`;
  return new LabError(
    'prompt-too-long',
    `The prompt is longer than the model's context window${counts}.`,
    'Show fewer demonstrations, leave out very long examples, or choose a model with a longer context.',
  );
}
