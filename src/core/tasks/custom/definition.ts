/** What a person's own task is: its labels out of lines of text, and whether the data fits it. */
import type { CustomTaskConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';

export interface LabelLine {
  readonly name: string;
  /** What the label means; null where the person did not say. */
  readonly about: string | null;
}

/** What a task is that nobody has configured. */
export const PLAIN_TASK: CustomTaskConfig = {
  answer: 'labels',
  labels: null,
  question: 'Text: {text}\nLabel:',
};

/**
 * The labels of a task, in the order of its lines: `name`, or `name: what it means`. A line that is a label of the
 * data is a name whatever it holds. Without lines, the data's labels.
 * Throws LabError `bad-task` for fewer than two labels, one listed twice, and labels of the data that are not listed.
 */
export function labelLines({ labels }: CustomTaskConfig, data: readonly string[]): readonly LabelLine[] {
  const listed = labels === null ? data.map(nameOnly) : linesOf(labels, data);
  const names = listed.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw badTask(`lists the label "${twice}" twice`, 'List every label once, on a line of its own.');
  }
  if (names.length < 2) {
    throw badTask(
      `has ${names.length === 1 ? `one label, "${names[0] ?? ''}"` : 'no labels'}, and a choice needs two`,
      'List two or more labels, a line each, or choose answers that are numbers or texts.',
    );
  }
  const missing = data.filter((label) => !names.includes(label));
  if (missing.length > 0) {
    throw badTask(
      `does not list ${quoted(missing)}, which the data holds`,
      'Add a line for each of them, written as the data has it, or leave the list empty to take the data’s labels.',
    );
  }
  return listed;
}

/** Throws LabError `bad-task` where the data's labels cannot all be read as answers of the task. */
export function requireReadable(data: readonly string[], isReadable: (label: string) => boolean): void {
  const odd = data.filter((label) => !isReadable(label));
  if (odd.length === 0) return;
  throw badTask(
    `is answered by numbers, and ${quoted(odd)} of the data cannot be read as one`,
    'Choose answers that are labels or texts, or correct the data: a number alone, or one behind #### at the end.',
  );
}

function linesOf(text: string, data: readonly string[]): LabelLine[] {
  const lines = text.split(/\r?\n/u).map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.search(/:(?:\s|$)/u);
      if (colon < 1 || data.includes(line)) return nameOnly(line);
      return { name: line.slice(0, colon).trim(), about: line.slice(colon + 1).trim() || null };
    });
}

function nameOnly(name: string): LabelLine {
  return { name, about: null };
}

const MOST_NAMED = 5;

function quoted(labels: readonly string[]): string {
  const named = labels.slice(0, MOST_NAMED).map((label) => JSON.stringify(label.slice(0, 80)));
  const more = labels.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function badTask(what: string, remedy: string): LabError {
  return new LabError('bad-task', `Your task ${what}.`, remedy);
}
