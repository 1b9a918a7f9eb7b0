/** The data sets a run can be made on, as the form lists them. */
import type { Dataset } from '../../core/datasets/port.ts';
import { TASKS } from '../../core/tasks/catalogue.ts';
import { DATA } from '../copy/setup.ts';
import { dataTitle } from '../copy/shell.ts';
import { taskText } from '../copy/tasks.ts';
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
  /** The task its rows are of, by id. */
  readonly task: string;
  /** Empty where answers are free; null while they are not known. */
  readonly labels: readonly string[] | null;
}

const BUNDLED = [
  { id: 'film-reviews', replies: 240 },
  { id: 'question-types', replies: 720 },
] as const;

const bundled: readonly SetChoice[] = BUNDLED.map(({ id, replies }) => ({
  id,
  title: dataTitle(id),
  about: DATA.sets[id],
  kind: 'bundled',
  hash: null,
  replies,
  task: 'classification',
  labels: null,
}));

/** The sets of the Hub are those the tasks are about. */
const hub: readonly SetChoice[] = TASKS.flatMap((task): SetChoice[] => {
  if (task.hub === null) return [];
  const about = `${taskText(task.id)} ${DATA.noReplies}`;
  const { id, labels } = task;
  return [
    {
      id: task.hub,
      title: dataTitle(task.hub),
      about,
      kind: 'hub',
      hash: null,
      replies: 0,
      task: id,
      labels,
    },
  ];
});

/** Bundled sets, then what is kept here, then the Hub; a set of the Hub that is kept counts as kept. */
export function setChoices(stored: readonly StoredDataset[]): SetChoice[] {
  const kept = new Set(stored.map(({ id }) => id));
  const own = stored.map(({ id, title, about, hash, replies, labels, task }): SetChoice => ({
    id,
    title,
    about,
    kind: 'stored',
    hash: id.startsWith('file:') ? hash : null,
    replies,
    task: task ?? TASKS.find((known) => known.hub === id)?.id ?? 'classification',
    labels,
  }));
  const rest = (given: readonly SetChoice[]): SetChoice[] => given.filter(({ id }) => !kept.has(id));
  return [...rest(bundled), ...own, ...rest(hub)];
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
    ...(set.task === undefined ? {} : { task: set.task }),
    savedAt,
  };
}
