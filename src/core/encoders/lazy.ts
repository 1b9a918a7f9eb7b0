/** An encoder whose weights load with the first text that is in no cache: a resumed run may never need them. */
import type { Encoder } from './port.ts';

/** @param load called once; a failed load is tried again with the next text */
export function lazyEncoder(
  { id, dimensions }: Pick<Encoder, 'id' | 'dimensions'>,
  load: () => Promise<Pick<Encoder, 'encode'>>,
): Encoder {
  let loading: Promise<Pick<Encoder, 'encode'>> | null = null;
  return {
    id,
    dimensions,
    async encode(texts, signal) {
      loading ??= load().catch((error: unknown) => {
        loading = null;
        throw error;
      });
      const encoder = await loading;
      signal.throwIfAborted();
      return encoder.encode(texts, signal);
    },
  };
}
