/** Rules on a candidate alone: is it a text, of bearable length, with the right label? */
import type { Task } from '../tasks/port.ts';
import type { Filter } from './port.ts';

/** Rejects `empty`, `too-long`, and `not-text`: control characters, or nothing that reads as a word. */
export function textFilter(maxCharacters: number): Filter {
  return {
    id: 'text',
    judge: ({ text }) => ({ reject: textFault(text, maxCharacters) }),
  };
}

/** Why this cannot be the text of an example, in kebab-case; null: it can. */
export function textFault(text: string, maxCharacters: number): string | null {
  if (text.trim() === '') return 'empty';
  if (text.length > maxCharacters) return 'too-long';
  // Tab and line breaks are fine; other control characters, U+FFFD and lone surrogates are not text.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]|\p{Surrogate}/u.test(text)) return 'not-text';
  return /[\p{Letter}\p{Number}]/u.test(text) ? null : 'not-text';
}

/** Rejects what the task cannot train on: see `Task.labelFault`. */
export function labelFilter(task: Pick<Task, 'labelFault'>): Filter {
  return {
    id: 'label',
    judge: ({ label, parent }) => ({ reject: task.labelFault(label, parent) }),
  };
}
