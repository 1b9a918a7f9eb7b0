/** What a task would ask and read for one example: shown while a person edits the task. */
import type { Example } from '../example.ts';
import type { ChatMessage, Task } from './port.ts';

export interface TaskPreview {
  /** What a language-model student is asked. */
  readonly student: readonly ChatMessage[];
  /** What a teacher is asked when the student got the example wrong. */
  readonly teacher: readonly ChatMessage[];
  /** What the answer would be read as; null: it cannot be read. */
  readonly answer: string | null;
  /** The answer the example's own label holds. */
  readonly expected: string;
  readonly right: boolean;
}

/**
 * @param raw what a student might answer
 * @param teacherSystem the person's own instruction to the teacher; null: the task's
 */
export function previewOf(
  task: Task,
  example: Example,
  { raw, teacherSystem }: { readonly raw: string; readonly teacherSystem: string | null },
): TaskPreview {
  const answer = task.readAnswer(raw);
  const right = answer !== null && task.isRight(answer, example.label);
  return {
    student: task.studentPrompt(example.text),
    teacher: task.teacherPrompt({
      purpose: 'similar',
      parent: example,
      wrongAnswer: right ? null : answer,
      count: 1,
      shown: [],
      system: teacherSystem,
    }),
    answer,
    expected: task.answerOf(example.label),
    right,
  };
}
