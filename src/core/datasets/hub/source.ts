/** A set of the Hub as a data set source. */
import * as v from 'valibot';
import type { Example } from '../../example.ts';
import { makeDataset } from '../dataset.ts';
import { sameTextKey, withoutTestTexts } from '../overlap.ts';
import type { Dataset, DatasetSource, LoadProgress } from '../port.ts';
import { changed, HubClient, type HubServices } from './client.ts';
import { fetchSplit, isChanged, type SplitRows } from './rows.ts';
import { ClassLabelSchema } from './schema.ts';
import type { HubSet } from './sets.ts';

type OnProgress = (progress: LoadProgress) => void;

/**
 * The source of one set of the Hub. Its `load` throws LabError `hub-unreachable`, `hub-missing`,
 * `hub-changed`; a set once loaded needs no connection as long as the cache keeps its pages.
 */
export function hubSource(set: HubSet, services: HubServices): DatasetSource {
  return {
    async load(signal, onProgress = () => undefined) {
      const client = new HubClient(services);
      try {
        return await loadWith(client, set, signal, onProgress);
      } catch (error) {
        // Pages stored before the set was changed on the Hub do not fit the new ones: ask for all of them anew.
        if (!isChanged(error) || !client.usedCache) throw error;
        return loadWith(new HubClient(services, { fresh: true }), set, signal, onProgress);
      }
    },
  };
}

async function loadWith(
  client: HubClient,
  set: HubSet,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Dataset> {
  const part = async (which: 'seeds' | 'test'): Promise<SplitRows> => {
    const { split, maxRows } = set[which];
    const name = { dataset: set.dataset, config: set.config, split };
    return fetchSplit(client, name, maxRows, signal, (done, total) =>
      onProgress({ note: `Fetching ${set.title}: ${split} split`, done, total }),
    );
  };
  const train = await part('seeds');
  const held = await part('test');
  const labels = labelsOf(set, train);
  const test = toExamples(set, set.test.split, held, labels);
  const pool = toExamples(set, set.seeds.split, train, labels);
  const kept = firstOfEach(set.keep ? set.keep(pool) : pool);
  const { seeds, removed } = withoutTestTexts(kept, test);
  const sampled =
    train.rows.length < train.total
      ? `a fixed random sample of ${train.rows.length} of its ${train.total} rows`
      : `all its ${train.total} rows`;
  return makeDataset({
    id: set.id,
    title: set.title,
    about:
      `${set.about} ${seeds.length} seeds from ${sampled}, ${test.length} test examples` +
      `${removed > 0 ? `; ${removed} seeds left out because the test set has the same text` : ''}.`,
    labels,
    seeds,
    test,
  });
}

/** The class names the Hub gives for the label column: rows hold their numbers. */
function labelsOf(set: HubSet, { features, url }: SplitRows): string[] {
  for (const column of [set.textColumn, set.labelColumn]) {
    if (features.some((feature) => feature.name === column)) continue;
    throw changed(
      url,
      `there is no column "${column}" among ${features.map((feature) => feature.name).join(', ')}`,
    );
  }
  const type = features.find((feature) => feature.name === set.labelColumn)?.type;
  const label = v.safeParse(ClassLabelSchema, type);
  if (!label.success) throw changed(url, `the column "${set.labelColumn}" has no class names`);
  return label.output.names;
}

/** Throws `hub-changed` for a row without text or with a label that has no name; -1 means hidden. */
function toExamples(
  set: HubSet,
  split: string,
  { rows, url }: SplitRows,
  labels: readonly string[],
): Example[] {
  const prefix = `${set.id.replace(/^hub:/u, '')}-${split}`;
  return rows.map(({ index, row }) => {
    const text = row[set.textColumn];
    const number = row[set.labelColumn];
    const label = typeof number === 'number' ? labels[number] : undefined;
    if (typeof text !== 'string' || text.trim() === '')
      throw changed(url, `row ${index} has no text in "${set.textColumn}"`);
    if (label === undefined) {
      throw changed(
        url,
        number === -1
          ? `the label of row ${index} is hidden (-1)`
          : `row ${index} has the unknown label ${JSON.stringify(number)}`,
      );
    }
    return { id: `${prefix}-${index}`, text: text.trim(), label };
  });
}

/** The sets repeat some texts; a repeated seed would count twice in every score. */
function firstOfEach(rows: readonly Example[]): Example[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = sameTextKey(row.text);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
