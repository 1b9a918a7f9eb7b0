/** Takes a model out of the caches and leaves nothing of it behind. WebLLM's own delete leaves the list of weights. */
import type { ModelRecord } from '../../core/models/records.ts';
import type { ModelCaches } from './cached.ts';

/**
 * @param others all other models: a library stays while one of them that is here needs it, and so do
 * weights that another one reads with a library of its own
 */
export async function removeModel(
  caches: ModelCaches,
  record: ModelRecord,
  others: readonly ModelRecord[],
): Promise<void> {
  const sameWeights = others.filter(
    ({ modelUrl, libUrl }) => modelUrl === record.modelUrl && libUrl !== record.libUrl,
  );
  if (
    !(await someKept(sameWeights, async (other) => (await caches.get(caches.library(other))) !== undefined))
  ) {
    // All that lies in the folder, also what no list names any more.
    for (const scope of ['config', 'model'] as const) {
      for (const url of await caches.urls(scope, record.modelUrl)) await caches.drop({ scope, url });
    }
  }
  const sameLibrary = others.filter(
    ({ modelUrl, libUrl }) => libUrl === record.libUrl && modelUrl !== record.modelUrl,
  );
  if (!(await someKept(sameLibrary, async (other) => (await caches.readManifest(other)) !== null)))
    await caches.drop(caches.library(record));
}

async function someKept(
  records: readonly ModelRecord[],
  isKept: (record: ModelRecord) => Promise<boolean>,
): Promise<boolean> {
  for (const record of records) if (await isKept(record)) return true;
  return false;
}
