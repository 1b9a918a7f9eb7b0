/** The data sets that can be chosen by name: a new one is a source and one line here. */
import { Registry } from '../registry.ts';
import { BUNDLED_IDS, bundledSource, type ReadText } from './bundled.ts';
import type { HubServices } from './hub/client.ts';
import { HUB_SET_IDS, HUB_SETS } from './hub/sets.ts';
import type { Dataset, DatasetSource, LoadProgress } from './port.ts';

/** What a platform brings: how it reads the bundled files, and where it keeps pages of the Hub. */
export interface DatasetServices {
  readonly readText: ReadText;
  readonly hub: HubServices;
}

export type MakeSource = (services: DatasetServices) => DatasetSource;

/** Ids: those of the bundled sets, and `hub:sst2` and the like for the Hub's. Files (`file:<name>`) are kept by the page. */
export const datasetSources = new Registry<MakeSource>('dataset', [
  ...BUNDLED_IDS.map((id) => ({
    id,
    load: (): Promise<MakeSource> => Promise.resolve((services) => bundledSource(id, services.readText)),
  })),
  ...HUB_SET_IDS.map((id) => ({
    id,
    load: async (): Promise<MakeSource> => {
      const { hubSource } = await import('./hub/source.ts');
      return (services) => hubSource(HUB_SETS[id], services.hub);
    },
  })),
]);

/**
 * Loads the data set called `id`.
 * Throws LabError `unknown-dataset` naming the known ids, or what its source throws; AbortError.
 */
export async function loadDataset(
  id: string,
  services: DatasetServices,
  signal: AbortSignal,
  onProgress?: (progress: LoadProgress) => void,
): Promise<Dataset> {
  const makeSource = await datasetSources.load(id);
  return makeSource(services).load(signal, onProgress);
}
