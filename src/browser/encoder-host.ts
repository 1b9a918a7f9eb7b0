/** What the encoder worker does: loads the encoder once and encodes. */
import type { Encoder } from '../core/encoders/port.ts';

export class EncoderHost {
  #encoder: Promise<Encoder> | null = null;

  /**
   * Loads the weights, if they are not loaded yet.
   * @param base URL of the folder that holds the page, ending in a slash
   */
  async load(base: string): Promise<{ readonly id: string; readonly dimensions: number }> {
    this.#encoder ??= this.#start(base).catch((error: unknown) => {
      // The next call tries again: a lost connection must not stay for ever.
      this.#encoder = null;
      throw error;
    });
    const { id, dimensions } = await this.#encoder;
    return { id, dimensions };
  }

  /** Vectors of the texts, once `load` has resolved. */
  async encode(texts: readonly string[]): Promise<Float32Array[]> {
    if (!this.#encoder) throw new Error('The encoder is asked before it is loaded.');
    return (await this.#encoder).encode(texts, new AbortController().signal);
  }

  async #start(base: string): Promise<Encoder> {
    const { loadUseLite } = await import('../core/encoders/use-lite/use-lite.ts');
    return loadUseLite({
      wasmPath: `${base}encoders/tfjs/`,
      read: async (name) => {
        const response = await fetch(`${base}encoders/use-lite/${name}`);
        if (!response.ok) throw new Error(`${name}: status ${response.status}`);
        return response.arrayBuffer();
      },
    });
  }
}
