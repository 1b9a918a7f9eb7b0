/** Which of five holdings belongs into a legal context (CaseHOLD): multiple choice, the choices in the text. */
import { checkReader } from '../classification/check.ts';
import { checkSchema, named, object } from '../classification/schemas.ts';
import { closedAnswers } from '../closed-answers.ts';
import { editLongestRun } from '../edit-run.ts';
import type { Task, TaskFactory } from '../port.ts';
import { studentTurns } from '../prompt-parts.ts';
import { readChoice } from './answer.ts';
import { caseText, HOLDING, LETTERS, parseCase } from './case.ts';
import { ask, checkPrompt, STUDENT_SYSTEM, TEACHER_SYSTEM, teacherPrompt } from './prompts.ts';
import { caseReader } from './reply.ts';

const words = { type: 'string' };
const REPLY_SCHEMA = named(
  'cases',
  object({
    examples: {
      type: 'array',
      items: object({
        context: words,
        holdings: { type: 'array', items: words },
        answer: { type: 'integer' },
      }),
    },
  }),
);
const CHECK_SCHEMA = checkSchema(LETTERS);

/** The task. A new case need not have its parent's letter: where the right choice stands is chance. */
export const createCasehold: TaskFactory = ({ studentSystem }): Task => ({
  id: 'casehold',
  labels: LETTERS,
  forHeads: false,
  studentSystem: STUDENT_SYSTEM,
  studentPrompt: (text, demonstrations) =>
    studentTurns(studentSystem ?? STUDENT_SYSTEM, ask, text, demonstrations),
  readAnswer: readChoice,
  ...closedAnswers(LETTERS),
  labelFault: (label) => closedAnswers(LETTERS).labelFault(label, null),
  editText(text, edit) {
    const read = parseCase(text);
    if (!read) return text;
    const context = editLongestRun(read.context, (word) => word.includes(HOLDING), edit);
    return caseText({ ...read, context });
  },
  teacherSystem: TEACHER_SYSTEM,
  teacherPrompt,
  checkPrompt,
  readCheck: checkReader(readChoice),
  readReply: caseReader(readChoice),
  replySchema: REPLY_SCHEMA,
  checkSchema: CHECK_SCHEMA,
});
