/** A set of the Hub as a data set source. */
import { LabError } from '../../errors.ts';
import type { Example } from '../../example.ts';
import { taskFacts } from '../../tasks/catalogue.ts';
import { makeDataset, sortLabels } from '../dataset.ts';
import { excerpt, listFaults, type RowFault } from '../faults.ts';
import { leftOutNote, withoutRepeats, withoutTestTexts } from '../overlap.ts';
import type { Dataset, DatasetSource, LoadProgress } from '../port.ts';
import { changed, HubClient, type HubServices } from './client.ts';
import type { HubReader, OpenReader } from './readers.ts';
import { fetchSplit, isChanged, rowsUrl, type SplitRows } from './rows.ts';
import type { HubPlace, HubSet } from './sets.ts';

type OnProgress = (progress: LoadProgress) => void;

/** Rows of a split that may be faulty: a large set has a few, a changed one is full of them. */
const FAULTY_SHARE = 0.01;

/**
 * The source of one set of the Hub. Its `load` throws LabError `hub-unreachable`, `hub-missing`,
 * `hub-changed`; a set once loaded needs no connection as long as the cache keeps its pages.
 */
export function hubSource(set: HubSet, services: HubServices): DatasetSource {
  return {
    async load(signal, onProgress = () => undefined) {
      let refusal: unknown = null;
      for (const place of await storedFirst(set, services)) {
        try {
          return await loadPlace(place, set, services, signal, onProgress);
        } catch (error) {
          if (!(error instanceof LabError) || error.code !== 'hub-missing') throw error;
          refusal ??= error;
        }
      }
      throw refusal;
    },
  };
}

/** The place the set was read from before, if any, comes first: it is the same set again, and needs no connection. */
async function storedFirst(set: HubSet, { cache }: HubServices): Promise<HubPlace[]> {
  const places = await Promise.all(
    set.places.map(async (place) => {
      const url = rowsUrl({ ...place, split: set.seeds.split }, 0);
      return { place, stored: (await cache.get(url).catch(() => undefined)) !== undefined };
    }),
  );
  return places.sort((a, b) => Number(b.stored) - Number(a.stored)).map(({ place }) => place);
}

async function loadPlace(
  place: HubPlace,
  set: HubSet,
  services: HubServices,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Dataset> {
  const client = new HubClient(services);
  try {
    return await loadWith(client, place, set, signal, onProgress);
  } catch (error) {
    // Pages stored before the set was changed on the Hub do not fit the new ones: ask for all of them anew.
    if (!isChanged(error) || !client.usedCache) throw error;
    return loadWith(new HubClient(services, { fresh: true }), place, set, signal, onProgress);
  }
}

async function loadWith(
  client: HubClient,
  place: HubPlace,
  set: HubSet,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Dataset> {
  const part = async (which: 'seeds' | 'test'): Promise<Part> => {
    const { split, maxRows } = set[which];
    const name = { dataset: place.dataset, config: place.config, split };
    const rows = await fetchSplit(client, name, maxRows, signal, (done, total) =>
      onProgress({ note: `Fetching ${set.title}: ${split} split`, done, total }),
    );
    return toExamples(set, split, rows, place.reader);
  };
  const train = await part('seeds');
  const held = await part('test');
  const kept = withoutRepeats(set.keep ? set.keep(train.examples) : train.examples);
  const { seeds, removed } = withoutTestTexts(kept, held.examples);
  const faults = [...train.faults, ...held.faults];
  // Sorted, so that a set's labels do not hang on the place it was read from.
  const labels = fixedLabels(set) ?? (train.labels && sortLabels(train.labels));
  return makeDataset({
    id: set.id,
    title: set.title,
    about:
      `${set.about} Read from ${place.dataset}: ${seeds.length} seeds from ${train.share}, ` +
      `${held.examples.length} test examples from ${held.share}${leftOutNote(removed)}` +
      `${faults.length > 0 ? `; ${faults.length} ${faults.length === 1 ? 'row' : 'rows'} left out as unusable (${listFaults(faults, 'row')})` : ''}.`,
    task: set.task,
    ...(labels === null ? {} : { labels }),
    seeds,
    test: held.examples,
  });
}

/** The task's own labels; null where the data say them. Empty where answers are free-form. */
function fixedLabels(set: HubSet): readonly string[] | null {
  return taskFacts(set.task)?.labels ?? null;
}

interface Part {
  readonly examples: Example[];
  readonly faults: RowFault[];
  /** As the Hub names them; null where it does not. */
  readonly labels: readonly string[] | null;
  /** How much of the split this is, in words. */
  readonly share: string;
}

/**
 * Leaves out rows without text or label. Throws `hub-changed` when a column is missing, and when more than a
 * hundredth of the rows are faulty: then the set is no longer what it was.
 */
function toExamples(set: HubSet, split: string, rows: SplitRows, reader: HubReader): Part {
  const opened = openReader(reader, rows);
  const known = fixedLabels(set) ?? [];
  const prefix = `${set.id.replace(/^hub:/u, '')}-${split}`;
  const examples: Example[] = [];
  const faults: RowFault[] = [];
  for (const { index, row } of rows.rows) {
    const result = opened.read(row);
    if (typeof result === 'string') faults.push({ row: index, message: result });
    else if (known.length > 0 && !known.includes(result.label))
      faults.push({ row: index, message: `it has the unknown label "${excerpt(result.label)}"` });
    else examples.push({ id: `${prefix}-${index}`, ...result });
  }
  if (faults.length > rows.rows.length * FAULTY_SHARE) throw changed(rows.url, listFaults(faults, 'row'));
  const share =
    rows.rows.length < rows.total
      ? `a fixed random sample of ${rows.rows.length} of its ${rows.total} ${split} rows`
      : `all its ${rows.total} ${split} rows`;
  return { examples, faults, labels: opened.labels, share };
}

function openReader(reader: HubReader, { features, url }: SplitRows): OpenReader {
  const names = features.map((feature) => feature.name);
  const missing = reader.columns.find((column) => !names.includes(column));
  if (missing !== undefined) throw changed(url, `there is no column "${missing}" among ${names.join(', ')}`);
  const opened = reader.open(features);
  if (typeof opened === 'string') throw changed(url, opened);
  return opened;
}
