/** Models by their ids, for the page and for workers. */
import found from 'virtual:webllm-records';
import { LabError } from '../../core/errors.ts';
import { catalogue } from '../../core/models/catalogue.ts';
import type { ModelRecord, ModelStatus } from '../../core/models/records.ts';
import type { LabDatabase } from '../db.ts';
import { ModelCaches } from './cached.ts';

/** The models that come with the page. */
const CATALOGUE: readonly ModelRecord[] = catalogue(found.records);

/** All models: those that come with the page, then those somebody added. */
export async function allRecords(db: LabDatabase): Promise<ModelRecord[]> {
  const stored = await db.getAll('models');
  return [...CATALOGUE, ...stored.flatMap((entry) => (entry.as === 'custom' ? [entry.record] : []))];
}

/**
 * The model of this id: of the catalogue, or added by somebody. Its addresses are those under which its
 * files lie in the caches, wherever they were fetched from.
 * Throws LabError `unknown-model`.
 */
export async function findRecord(db: LabDatabase, id: string): Promise<ModelRecord> {
  const known = CATALOGUE.find((record) => record.id === id);
  if (known) return known;
  const stored = await db.get('models', id);
  if (stored?.as === 'custom') return stored.record;
  throw new LabError(
    'unknown-model',
    `The model "${id}" is not known here.`,
    'Add it under Models, or choose another.',
  );
}

/** The caches of this page or worker. */
export function modelCaches(): ModelCaches {
  return new ModelCaches('caches' in globalThis ? caches : undefined, found.manifestName);
}

/** Where a model stands in this browser: not there, in part, or complete and ready without a network. */
export async function modelStatus(record: ModelRecord): Promise<ModelStatus> {
  return modelCaches().status(record);
}
