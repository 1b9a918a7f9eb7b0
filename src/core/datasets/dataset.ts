/** The one door through which every data set enters a run: checked, labels ordered, hashed. */
import { LabError } from '../errors.ts';
import type { Example, PackReply } from '../example.ts';
import { hashOf } from '../hash.ts';
import { taskFacts } from '../tasks/catalogue.ts';
import { excerpt } from './faults.ts';
import type { Dataset } from './port.ts';

export interface DatasetDraft {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** The task its rows are of, by id, where that is known. */
  readonly task?: string;
  /**
   * In the order in which scores are listed; an empty list says that answers are free-form. Left out: those of the
   * task where they are fixed, else the labels found, sorted.
   */
  readonly labels?: readonly string[];
  readonly seeds: readonly Example[];
  readonly test: readonly Example[];
  readonly pack?: readonly PackReply[];
}

/**
 * Checks a draft and gives it its label order and its hash.
 *
 * The hash is the SHA-256 of canonical {labels, seeds, test, pack}: id, title, about and task may be
 * changed without a run losing its data. Labels of a free-form set need only be there: their task reads them.
 * Throws LabError: `dataset-empty`, `dataset-labels`, `dataset-row`, `dataset-duplicate-id`, `dataset-pack`.
 */
export async function makeDataset(draft: DatasetDraft): Promise<Dataset> {
  const seeds = draft.seeds.map(plainExample);
  const test = draft.test.map(plainExample);
  const pack = draft.pack?.map(({ seed, k, text, label }) => ({ seed, k, text, label }));
  for (const [part, rows] of [
    ['seed', seeds],
    ['test', test],
  ] as const) {
    if (rows.length > 0) continue;
    throw new LabError(
      'dataset-empty',
      `The data set "${draft.title}" has no ${part} examples.`,
      part === 'test'
        ? 'Hold out a share of the rows, or choose a second file as the test set.'
        : 'Choose a file or a split with labelled rows.',
    );
  }
  const labels = orderLabels(draft, [...seeds, ...test]);
  checkRows('Seed', seeds, labels);
  checkRows('Test example', test, labels);
  checkIds(seeds, test);
  if (pack) checkPack(pack, seeds, labels);
  const data = pack ? { labels, seeds, test, pack } : { labels, seeds, test };
  const { id, title, about, task } = draft;
  const named = { id, title, about, ...(task === undefined ? {} : { task }) };
  return { ...named, ...data, hash: await hashOf(data) };
}

/** Labels without an order of their own: as numbers where all are numbers, else by code unit (the same in every runtime). */
export function sortLabels(labels: Iterable<string>): string[] {
  const unique = [...new Set(labels)];
  const numeric = unique.every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
  return unique.sort((a, b) => (numeric && Number(a) !== Number(b) ? Number(a) - Number(b) : a < b ? -1 : 1));
}

function plainExample({ id, text, label }: Example): Example {
  return { id, text, label };
}

function orderLabels(draft: DatasetDraft, rows: readonly Example[]): string[] {
  const fixed = draft.task === undefined ? null : taskFacts(draft.task)?.labels;
  const labels = [...(draft.labels ?? fixed ?? sortLabels(rows.map((row) => row.label)))];
  const repeated = labels.find((label, index) => labels.indexOf(label) !== index);
  if (repeated !== undefined) {
    throw new LabError(
      'dataset-labels',
      `The label "${repeated}" is listed twice in "${draft.title}".`,
      'List every label once.',
    );
  }
  if (labels.length === 1) {
    throw new LabError(
      'dataset-labels',
      `The data set "${draft.title}" has only the label "${excerpt(labels[0] ?? '')}"; telling classes apart needs at least two.`,
      'Check which column holds the labels, and that rows of every class are in the file.',
    );
  }
  return labels;
}

function checkRows(part: string, rows: readonly Example[], labels: readonly string[]): void {
  const known = new Set(labels);
  rows.forEach((row, index) => {
    const where = `${part} ${index + 1} ("${row.id}")`;
    if (row.id === '')
      throw rowError(`${part} ${index + 1} has no id.`, 'Give every row an id, or leave ids out everywhere.');
    if (row.text.trim() === '') throw rowError(`${where} has no text.`, 'Write its text or remove the row.');
    if (row.label.trim() === '') throw rowError(`${where} has no label.`, 'Label it or remove the row.');
    if (labels.length > 0 && !known.has(row.label)) {
      throw rowError(
        `${where} has the label "${excerpt(row.label)}", which is not one of: ${labels.slice(0, 12).join(', ')}.`,
        'Correct the label, or add it to the list of labels.',
      );
    }
  });
}

function rowError(message: string, remedy: string): LabError {
  return new LabError('dataset-row', message, remedy);
}

function checkIds(seeds: readonly Example[], test: readonly Example[]): void {
  const places = new Map<string, string>();
  const visit = (part: string) => (row: Example, index: number) => {
    const here = `${part} ${index + 1}`;
    const before = places.get(row.id);
    if (before !== undefined) {
      throw new LabError(
        'dataset-duplicate-id',
        `The id "${excerpt(row.id)}" is used twice: by ${before} and by ${here}.`,
        'Make every id unique across seeds and test set, or leave the ids out.',
        { id: row.id, first: before, second: here },
      );
    }
    places.set(row.id, here);
  };
  seeds.forEach(visit('seed'));
  test.forEach(visit('test example'));
}

/** A pack may have been recorded for a larger pool, so a stray seed id is fine; a pack of strangers is the wrong pack. */
function checkPack(pack: readonly PackReply[], seeds: readonly Example[], labels: readonly string[]): void {
  const ids = new Set(seeds.map((seed) => seed.id));
  const used = new Map<string, number>();
  pack.forEach((reply, index) => {
    const at = index + 1;
    if (labels.length > 0 && !labels.includes(reply.label)) {
      throw packError(
        `Reply ${at} of the pack has the label "${excerpt(reply.label)}", which the data set does not know.`,
        'Correct the label of that reply.',
      );
    }
    const key = JSON.stringify([reply.seed, reply.k]);
    const before = used.get(key);
    if (before !== undefined) {
      throw packError(
        `Replies ${before} and ${at} of the pack are both number ${reply.k} for the seed "${excerpt(reply.seed)}".`,
        'Number the replies of a seed 0, 1, 2 and so on.',
      );
    }
    used.set(key, at);
  });
  if (pack.length > 0 && !pack.some((reply) => ids.has(reply.seed))) {
    throw packError(
      `None of the ${pack.length} replies of the pack is for a seed of this set (the first names "${excerpt(pack[0]?.seed ?? '')}").`,
      'Choose the pack recorded for these seeds, and keep the ids of the seeds as they were.',
    );
  }
}

function packError(message: string, remedy: string): LabError {
  return new LabError('dataset-pack', message, remedy);
}
