/** Raw logits, caught before anything is done to them: `top_logprobs` ends at five and comes after temperature. */
import type { LogitProcessor } from '@mlc-ai/web-llm';

export class LogitCatcher implements LogitProcessor {
  #last: Float32Array | null = null;
  #catching = false;

  /** The logits of the last position that `forward` computes. Throws where the engine shows none. */
  async during(forward: () => Promise<unknown>): Promise<Float32Array> {
    this.#last = null;
    this.#catching = true;
    try {
      await forward();
    } finally {
      this.#catching = false;
    }
    // Set by the engine through processLogits meanwhile.
    const caught = this.#last as Float32Array | null;
    if (!caught) throw new Error('The engine showed no logits.');
    return caught;
  }

  processLogits(logits: Float32Array): Float32Array {
    // The first of a reply is the one after the prompt. A copy, as the engine goes on using its own.
    if (this.#catching && !this.#last) this.#last = logits.slice();
    return logits;
  }

  processSampledToken(): void {
    // Nothing to learn from it.
  }

  resetState(): void {
    // What was caught belongs to the caller by now.
  }
}

/** Natural log of the sum of exponentials: what turns logits into log-probabilities. */
export function logSumExp(logits: Float32Array): number {
  let most = -Infinity;
  for (const logit of logits) if (logit > most) most = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - most);
  return most + Math.log(sum);
}
