/** The data sets a run can be made on, as the form lists them. */
import type { Dataset } from '../../core/datasets/port.ts';
import { DATA_TITLES } from '../copy/shell.ts';
import { DATA } from '../copy/setup.ts';
import type { StoredDataset } from '../lab.ts';

export interface SetChoice {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly kind: keyof Pick<typeof DATA, 'bundled' | 'stored' | 'hub'>;
  /** Goes into the configuration of a person's own file, whose data a link does not carry. */
  readonly hash: string | null;
  /** Recorded replies; null while that is not known. */
  readonly replies: number | null;
}

const GIVEN = [
  { id: 'film-reviews', kind: 'bundled', replies: 240 },
  { id: 'question-types', kind: 'bundled', replies: 720 },
  { id: 'hub:sst2', kind: 'hub', replies: 0 },
  { id: 'hub:trec', kind: 'hub', replies: 0 },
] as const;

/** Bundled sets, then what is kept here, then the Hub; a set of the Hub that is kept counts as kept. */
export function setChoices(stored: readonly StoredDataset[]): SetChoice[] {
  const kept = new Set(stored.map(({ id }) => id));
  const given = GIVEN.filter(({ id }) => !kept.has(id)).map((set): SetChoice => ({
    ...set,
    title: DATA_TITLES[set.id] ?? set.id,
    about: DATA.sets[set.id],
    hash: null,
  }));
  const own = stored.map(({ id, title, about, hash, replies }): SetChoice => ({
    id,
    title,
    about,
    kind: 'stored',
    hash: id.startsWith('file:') ? hash : null,
    replies,
  }));
  return [
    ...given.filter(({ kind }) => kind === 'bundled'),
    ...own,
    ...given.filter(({ kind }) => kind === 'hub'),
  ];
}

/** What the list shows of a set just opened or loaded. */
export function storedOf(set: Dataset, savedAt: number): StoredDataset {
  return {
    id: set.id,
    title: set.title,
    about: set.about,
    hash: set.hash,
    labels: set.labels,
    seeds: set.seeds.length,
    test: set.test.length,
    replies: set.pack?.length ?? 0,
    savedAt,
  };
}
