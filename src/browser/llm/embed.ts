/** Texts to vectors by an embedding model. */
import { LabError } from '../../core/errors.ts';
import type { ModelRecord } from '../../core/models/records.ts';
import type { Engine } from './engine.ts';

/**
 * One vector of length 1 for every text. One text a call: in a batch, padding to the longest would let the last bits
 * of a vector depend on its neighbours. A text longer than the window is encoded by its beginning. WebLLM returns the first token's state as it is, not of unit length.
 */
export async function embedAll(
  engine: Pick<Engine, 'embeddings'>,
  { embedding, title }: ModelRecord,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  if (!embedding) {
    throw new LabError(
      'not-an-embedding-model',
      `${title} is no embedding model: it turns no text into a vector.`,
      'Choose one of the encoders.',
    );
  }
  const vectors: Float32Array[] = [];
  for (const text of texts) {
    signal.throwIfAborted();
    vectors.push(unit(await embedWhatFits(engine, embedding.wrap, text)));
  }
  return vectors;
}

/** Of a text longer than the model's window, the beginning that fits, as sentence encoders commonly do. */
async function embedWhatFits(
  engine: Pick<Engine, 'embeddings'>,
  wrap: string,
  text: string,
): Promise<readonly number[]> {
  for (let part = text; ; part = part.slice(0, Math.floor(part.length * 0.8))) {
    try {
      const { data } = await engine.embeddings.create({ input: [wrap.replace('{text}', () => part)] });
      return data[0]?.embedding ?? [];
    } catch (error) {
      const tooLong = error instanceof Error && error.name === 'EmbeddingExceedContextWindowSizeError';
      if (!tooLong || part.length < 2) throw error;
    }
  }
}

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => (length > 0 ? value / length : 0));
}
