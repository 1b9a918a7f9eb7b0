/** Texts to vectors by an embedding model. */
import { LabError } from '../../core/errors.ts';
import type { ModelRecord } from '../../core/models/records.ts';
import type { Engine } from './engine.ts';

/**
 * One vector of length 1 for every text. One text a call: in a batch, padding to the longest would let the last bits
 * of a vector depend on its neighbours. WebLLM returns the first token's state as it is, not of unit length.
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
    const input = [embedding.wrap.replace('{text}', () => text)];
    const { data } = await engine.embeddings.create({ input });
    vectors.push(unit(data[0]?.embedding ?? []));
  }
  return vectors;
}

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => (length > 0 ? value / length : 0));
}
