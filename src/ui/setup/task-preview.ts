/** What the preview of a task shows: messages for one example, and how an answer would be read. */
import type { Example } from '../../core/example.ts';
import { armOf } from '../../core/loop/arms.ts';
import type { ChatMessage, Task } from '../../core/tasks/port.ts';
import { previewOf } from '../../core/tasks/preview.ts';
import { shorten } from '../run/long-text.ts';
import type { Values } from './draft.ts';

/** How a raw answer would be counted. */
export type Tried =
  { readonly kind: 'right' | 'wrong'; readonly answer: string } | { readonly kind: 'unreadable' };

export interface Preview {
  readonly student: readonly ChatMessage[];
  readonly teacher: readonly ChatMessage[];
  /** The answer that the example's label holds. */
  readonly expected: string;
  /** null: nothing was tried. */
  readonly tried: Tried | null;
}

/**
 * The messages as the fields stand: what the arm asks for, with the teacher's own prompt if there is one.
 * @param raw the answer being tried; empty: none
 */
export function previewFor(task: Task, example: Example, values: Values, raw: string): Preview {
  const own = values['teacher.system']?.trim() ?? '';
  const system = own === '' ? null : own;
  const { student, answer, expected, right } = previewOf(task, example, { raw, teacherSystem: system });
  const tried: Tried = answer === null ? { kind: 'unreadable' } : { kind: right ? 'right' : 'wrong', answer };
  const shows = values['teacher.showWrongAnswer'] === 'yes';
  // Where nothing wrong is being tried, another label of the list stands for what a student may say.
  const wrong = answer !== null && !right ? answer : (task.labels.find((one) => one !== expected) ?? null);
  const ask = armOf(values['arm'] ?? '')?.ask ?? 'similar';
  const teacher =
    ask === 'label'
      ? task.checkPrompt(example.text)
      : task.teacherPrompt({
          purpose: ask,
          parent: example,
          wrongAnswer: shows && ask === 'similar' ? wrong : null,
          count: wantedAtOnce(values),
          shown: [],
          system,
        });
  return { student, teacher, expected, tried: raw.trim() === '' ? null : tried };
}

function wantedAtOnce(values: Values): number {
  const wanted = Number(values['perWrong']);
  const most = Number(values['teacher.examplesPerCall']);
  return Math.max(1, Math.min(wanted, most) || 1);
}

/** An example in a list. */
export function exampleName({ text }: Example): string {
  return shorten(text, 80);
}
