/** An encoder that encodes every text once: what it has seen is kept in memory and in a cache. */
import type { Encoder, VectorCache } from './port.ts';

/** Texts encoded and stored together. */
const SLICE = 32;

export function cachedEncoder(encoder: Encoder, cache: VectorCache): Encoder {
  const memory = new Map<string, Float32Array>();
  return {
    id: encoder.id,
    dimensions: encoder.dimensions,
    async encode(texts, signal) {
      const unseen = [...new Set(texts)].filter((text) => !memory.has(text));
      if (unseen.length > 0) {
        const stored = await cache.get(encoder.id, unseen);
        unseen.forEach((text, i) => {
          const vector = stored[i];
          if (vector?.length === encoder.dimensions) memory.set(text, vector);
        });
        const fresh = unseen.filter((text) => !memory.has(text));
        // In slices: what a kill in the middle of a large set costs is one slice.
        for (let at = 0; at < fresh.length; at += SLICE) {
          const slice = fresh.slice(at, at + SLICE);
          const vectors = await encoder.encode(slice, signal);
          const entries = slice.map((text, i) => [text, vectors[i] as Float32Array] as const);
          for (const [text, vector] of entries) memory.set(text, vector);
          await cache.put(encoder.id, entries);
        }
      }
      return texts.map((text) => memory.get(text) as Float32Array);
    },
  };
}

/** A cache that keeps nothing: for a platform that has no storage to offer. */
export const noCache: VectorCache = {
  get: (_id, texts) => Promise.resolve(texts.map(() => undefined)),
  put: () => Promise.resolve(),
};
