/** What the run view calls the ids of a log: reasons and rules of the filters, data sets. */
import { TASKS } from '../../core/tasks/catalogue.ts';
import { taskWords } from './tasks.ts';

export const REASONS: Readonly<Record<string, string>> = {
  unparsable: 'reply could not be read',
  surplus: 'more than was asked for',
  empty: 'empty',
  'too-long': 'too long',
  'not-text': 'not text',
  'missing-label': 'no label given',
  'unknown-label': 'label not of this task',
  'wrong-label': 'another label than its seed',
  'unreadable-label': 'no number can be read at its end',
  'test-duplicate': 'same as a test example',
  'test-near-duplicate': 'nearly a test example',
  'near-duplicate': 'nearly the same as another',
  'label-disputed': 'label disputed by a second look',
  'label-unchecked': 'label could not be checked',
};

export const RULES: Readonly<Record<string, string>> = {
  copy: 'a seed again',
  text: 'text rule',
  label: 'label rule',
  leak: 'test-leak rule (ROUGE-L)',
  'rouge-l': 'near-duplicate rule (ROUGE-L)',
  'label-check': 'second look at the label',
  parse: 'reader of replies',
  count: 'count asked for',
};

export const DATA: Readonly<Record<string, string>> = {
  'film-reviews': 'film-review',
  'question-types': 'question-type',
  ...Object.fromEntries(
    TASKS.flatMap(({ id, hub }) => (hub === null ? [] : [[hub, taskWords(id).title] as const])),
  ),
};
