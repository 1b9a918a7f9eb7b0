import { describe, expect, it } from 'vitest';
import { cachedEncoder } from './cached.ts';
import { lazyEncoder } from './lazy.ts';
import type { Encoder, VectorCache } from './port.ts';

const signal = new AbortController().signal;

function countingEncoder(): { encoder: Encoder; encoded: string[] } {
  const encoded: string[] = [];
  const encoder: Encoder = {
    id: 'count',
    dimensions: 1,
    encode(texts) {
      encoded.push(...texts);
      return Promise.resolve(texts.map((text) => Float32Array.of(text.length)));
    },
  };
  return { encoder, encoded };
}

function memoryCache(): { cache: VectorCache; kept: Map<string, Float32Array> } {
  const kept = new Map<string, Float32Array>();
  const cache: VectorCache = {
    get: (id, texts) => Promise.resolve(texts.map((text) => kept.get(`${id} ${text}`))),
    put: (id, entries) => {
      for (const [text, vector] of entries) kept.set(`${id} ${text}`, vector);
      return Promise.resolve();
    },
  };
  return { cache, kept };
}

describe('cachedEncoder', () => {
  it('encodes every text once, also across encoders that share a cache', async () => {
    const { encoder, encoded } = countingEncoder();
    const { cache } = memoryCache();
    const first = cachedEncoder(encoder, cache);
    const vectors = await first.encode(['a', 'bb', 'a'], signal);
    expect(vectors.map((vector) => vector[0])).toEqual([1, 2, 1]);
    await first.encode(['bb', 'ccc'], signal);
    await cachedEncoder(encoder, cache).encode(['a', 'ccc'], signal);
    expect(encoded).toEqual(['a', 'bb', 'ccc']);
  });

  it('does not trust a stored vector of another length', async () => {
    const { encoder, encoded } = countingEncoder();
    const { cache, kept } = memoryCache();
    kept.set('count a', Float32Array.of(1, 2, 3));
    await cachedEncoder(encoder, cache).encode(['a'], signal);
    expect(encoded).toEqual(['a']);
  });
});

describe('lazyEncoder', () => {
  it('loads with the first text, once, and tries again after a failure', async () => {
    const { encoder } = countingEncoder();
    let loads = 0;
    const lazy = lazyEncoder({ id: 'count', dimensions: 1 }, () => {
      loads += 1;
      return loads === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(encoder);
    });
    expect(loads).toBe(0);
    await expect(lazy.encode(['a'], signal)).rejects.toThrow('offline');
    await Promise.all([lazy.encode(['a'], signal), lazy.encode(['b'], signal)]);
    expect(loads).toBe(2);
  });
});
