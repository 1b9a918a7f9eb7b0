/** What a link needs before its run can start. */
import type { RunConfig } from '../../core/config/schema.ts';
import type { StoredDataset } from '../lab.ts';

/** The id under which a person's own file is kept. */
export function isOwnFile(id: string): boolean {
  return id.startsWith('file:');
}

/**
 * Whether the data of this configuration are at hand: bundled and Hub sets always are, a person's own
 * file when it is kept here with the very content the link was made from.
 */
export function hasData(config: RunConfig, stored: readonly StoredDataset[]): boolean {
  if (!isOwnFile(config.data.id)) return true;
  return dataFor(config, stored) !== null;
}

/** The kept set a link means: by its content where the link says it, as a file may have been renamed. */
export function dataFor(config: RunConfig, stored: readonly StoredDataset[]): StoredDataset | null {
  const { id, hash } = config.data;
  if (hash !== null) return stored.find((set) => set.hash === hash) ?? null;
  return stored.find((set) => set.id === id) ?? null;
}

/** The configuration on the data at hand: its id here may be another than the sender's. */
export function onData(config: RunConfig, set: StoredDataset | null): RunConfig {
  return set ? { ...config, data: { ...config.data, id: set.id } } : config;
}
