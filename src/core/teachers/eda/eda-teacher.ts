/** EDA as a teacher: edits the example by rule (Wei and Zou 2019, arXiv 1901.11196). No model, no key. */
import { randomStream } from '../../random.ts';
import type { EdaTeacherConfig } from '../../config/schema.ts';
import type { TeacherFactory } from '../port.ts';
import type { EdaContext, EdaOperation } from './operations.ts';
import { randomDeletion, randomInsertion, randomSwap, synonymReplacement } from './operations.ts';

const OPERATIONS: readonly EdaOperation[] = [synonymReplacement, randomInsertion, randomSwap, randomDeletion];

/** Two rounds of the four operations; what they cannot change by then is given back as it is. */
const TRIES = 2 * OPERATIONS.length;

/**
 * Every call takes one of the four operations in turn, starting anywhere for each example, and keeps the
 * label, and of the text what the task says is its frame (`editText`: numbers, choices). With alpha 0, or one word without synonyms, nothing can change: the reply is the text itself,
 * which the filters then reject in sight. Rejects as `services.synonyms` does.
 */
export const createEdaTeacher: TeacherFactory<EdaTeacherConfig> = async ({ alpha }, services) => {
  const { task } = services;
  const synonyms = await services.synonyms();
  return {
    id: 'eda',
    title: `EDA rules, alpha ${alpha}`,
    examplesPerCall: 1,
    concurrency: 1,
    readsPrompts: false,
    remaining: () => null,
    async ask({ parent, used, randomSeed }, signal) {
      signal.throwIfAborted();
      const start = randomStream(services.randomSeed, 'eda-start', parent.id).below(OPERATIONS.length);
      const random = randomStream(randomSeed, 'eda', parent.id, used);
      const edit = (words: string): string => edited(words, start + used, { alpha, synonyms, random });
      const text = task.editText ? task.editText(parent.text, edit) : edit(parent.text);
      return {
        raw: JSON.stringify({ examples: [{ text, label: parent.label }] }),
        usage: null,
        finish: 'stop',
      };
    },
  };
};

/** The text after the operation whose turn it is, or after the next one that changes it. */
function edited(text: string, turn: number, context: EdaContext): string {
  const words = text.split(/\s+/u).filter(Boolean);
  const source = words.join(' ');
  for (let i = 0; i < TRIES; i++) {
    const operation = OPERATIONS[(turn + i) % OPERATIONS.length] ?? randomSwap;
    const result = operation(words, context).join(' ');
    if (result !== source) return result;
  }
  return text;
}
