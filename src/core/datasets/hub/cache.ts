/** Where pages of the Hub are kept, so that a set loaded once works without a connection. */
import type { Json } from '../../json.ts';

export interface HubCache {
  /** The JSON stored for this address, or undefined. */
  get(url: string): Promise<Json | undefined>;
  put(url: string, page: Json): Promise<void>;
}

/** A cache for as long as the process or tab lives. */
export function memoryHubCache(): HubCache {
  const pages = new Map<string, Json>();
  return {
    get: (url) => Promise.resolve(pages.get(url)),
    put: (url, page) => {
      pages.set(url, page);
      return Promise.resolve();
    },
  };
}
