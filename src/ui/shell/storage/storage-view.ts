/** What the storage page says in numbers. */
import { STORAGE } from '../../copy/shell.ts';
import type { StorageUse, StoredDataset } from '../../lab.ts';
import { count, formatBytes } from '../format.ts';

export function useText({ usage, quota }: StorageUse): string {
  if (usage === null) return STORAGE.unknownUse;
  return STORAGE.used(formatBytes(usage), quota === null ? null : formatBytes(quota));
}

/** The share used, for a bar; null where the browser does not tell. */
export function useShare({ usage, quota }: StorageUse): number | null {
  return usage === null || quota === null || quota <= 0 ? null : Math.min(1, usage / quota);
}

export function dataSummary(set: StoredDataset): string {
  return STORAGE.dataSummary(
    count(set.seeds, 'seed'),
    count(set.test, 'test example'),
    count(set.labels.length, 'label'),
    set.replies > 0 ? count(set.replies, 'recorded reply', 'recorded replies') : null,
  );
}
