/** Text classification: one of a fixed list of labels for a text. */
import { LabError } from '../../errors.ts';
import type { Task, TaskFactory, TaskOptions } from '../port.ts';
import { labelReader } from './answer.ts';
import { checkReader } from './check.ts';
import { closedAnswers } from '../closed-answers.ts';
import { checkPrompt, studentPrompt, studentSystemOf, teacherPrompt, teacherSystem } from './prompts.ts';
import { replyReader } from './reply.ts';
import { checkSchema, replySchema } from './schemas.ts';

/** Throws LabError `bad-labels` for fewer than two labels, an empty one or one that stands there twice. */
export const createClassification: TaskFactory = ({ labels, studentSystem }: TaskOptions): Task => {
  checkLabels(labels);
  const answers = labelReader(labels);
  const standing = studentSystemOf(labels);
  return {
    id: 'classification',
    labels,
    studentSystem: standing,
    studentPrompt: (text, demonstrations) => studentPrompt(studentSystem ?? standing, text, demonstrations),
    ...closedAnswers(labels),
    teacherSystem: teacherSystem(labels),
    readAnswer: answers.anywhere,
    teacherPrompt: (request) => teacherPrompt(labels, request),
    checkPrompt: (text) => checkPrompt(labels, text),
    readCheck: checkReader(answers.anywhere),
    forHeads: true,
    readReply: replyReader(answers.alone),
    replySchema: replySchema(labels),
    checkSchema: checkSchema(labels),
  };
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
