/** Text classification: one of a fixed list of labels, those of the data, for a text. */
import { LabError } from '../../errors.ts';
import type { TaskFactory } from '../port.ts';
import { taskFromProfile } from './from-profile.ts';

/** Throws LabError `bad-labels` for fewer than two labels, an empty one or one that stands there twice. */
export const createClassification: TaskFactory = ({ labels, studentSystem }) => {
  checkLabels(labels);
  const profile = {
    id: 'classification',
    labels,
    sorting: 'texts into classes',
    question: 'Text: {text}\nLabel:',
    descriptions: {},
    aliases: {},
    worked: null,
  };
  return taskFromProfile(profile, studentSystem ?? null);
};

function checkLabels(labels: readonly string[]): void {
  const empty = labels.some((label) => label.trim() === '');
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (labels.length >= 2 && !empty && twice === undefined) return;
  throw new LabError(
    'bad-labels',
    empty
      ? 'One of the labels is empty.'
      : twice === undefined
        ? `A classification task needs at least two labels; there ${labels.length === 1 ? 'is one' : 'are none'}.`
        : `The label "${twice}" is listed twice.`,
    'Give two or more different labels.',
  );
}
