/** The port of a sentence encoder: frozen weights that turn a text into a vector. */

export interface Encoder {
  /** Names weights and preprocessing: vectors are cached under it. */
  readonly id: string;
  readonly dimensions: number;
  /**
   * One vector per text, in order. A text's vector does not depend on what else is encoded:
   * a resumed run must see the same bytes.
   */
  encode(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

/** Where vectors are kept, so that every text is encoded once. */
export interface VectorCache {
  get(encoderId: string, texts: readonly string[]): Promise<(Float32Array | undefined)[]>;
  put(encoderId: string, entries: readonly (readonly [text: string, vector: Float32Array])[]): Promise<void>;
}
