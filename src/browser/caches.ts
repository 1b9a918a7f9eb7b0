/** Caches in IndexedDB: encoded texts and Hub pages. Losing them costs time, never results. */
import type { VectorCache } from '../core/encoders/port.ts';
import type { LabDatabase } from './db.ts';

export function idbVectors(db: LabDatabase): VectorCache {
  return {
    async get(encoderId, texts) {
      const transaction = db.transaction('vectors');
      return Promise.all(texts.map((text) => transaction.store.get([encoderId, text])));
    },
    async put(encoderId, entries) {
      try {
        const transaction = db.transaction('vectors', 'readwrite');
        await Promise.all([
          ...entries.map(([text, vector]) => transaction.store.put(vector, [encoderId, text])),
          transaction.done,
        ]);
      } catch (error) {
        // A full store is no reason to stop a run: the vector is in memory and can be made again.
        if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
      }
    },
  };
}
