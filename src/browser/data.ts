/** Data sets in the browser: bundled ones and the Hub's by name, opened files from the database. */
import type { HubCache } from '../core/datasets/hub/cache.ts';
import type { Dataset, LoadProgress } from '../core/datasets/port.ts';
import { loadDataset } from '../core/datasets/registry.ts';
import { LabError } from '../core/errors.ts';
import type { LabDatabase } from './db.ts';

/**
 * The data set called `id`. Throws LabError `unknown-data` when it is a file that is not kept here, or
 * what its source throws.
 * @param base URL of the folder that holds the page, ending in a slash
 */
export async function loadAnyDataset(
  db: LabDatabase,
  base: string,
  id: string,
  signal: AbortSignal,
  onProgress?: (progress: LoadProgress) => void,
): Promise<Dataset> {
  const stored = await db.get('datasets', id);
  if (stored) return stored.dataset;
  if (id.startsWith('file:')) {
    throw new LabError(
      'unknown-data',
      `The data set "${id.slice(5)}" is not kept in this browser.`,
      'Open that file under "New run" first; the run then finds it by its name and content.',
    );
  }
  return loadDataset(id, { readText: reader(base), hub: { cache: pages(db) } }, signal, onProgress);
}

function reader(base: string) {
  return async (path: string, signal: AbortSignal): Promise<string> => {
    const response = await fetch(`${base}${path}`, { signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.text();
  };
}

function pages(db: LabDatabase): HubCache {
  return {
    get: (url) => db.get('pages', url),
    put: async (url, page) => {
      await db.put('pages', page, url);
    },
  };
}
