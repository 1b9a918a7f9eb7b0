/** Grade-school word problems (GSM8K): a worked solution that ends in a number is written, the number compared. */
import { withoutThoughts } from '../classification/answer.ts';
import { named, object } from '../classification/schemas.ts';
import { editLongestRun } from '../edit-run.ts';
import type { Task, TaskFactory } from '../port.ts';
import { studentTurns } from '../prompt-parts.ts';
import { numberAlone } from './number.ts';
import { checkPrompt, STUDENT_SYSTEM, TEACHER_SYSTEM, teacherPrompt } from './prompts.ts';
import { finalNumber } from './rationale.ts';
import { readCheck, readReply } from './reply.ts';

const words = { type: 'string' };
const REPLY_SCHEMA = named(
  'problems',
  object({ examples: { type: 'array', items: object({ question: words, solution: words }) } }),
);
const CHECK_SCHEMA = named('solution', object({ solution: words }));

/** Numbers in words, which a rule must not exchange either. */
const NUMBER_WORD =
  /^\P{L}*(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|dozens?|half|halves|thirds?|quarters?|once|twice|thrice|double|triple|first|second|pairs?)(?!\p{L})/iu;

/** The task. Its labels are whole solutions: see `cleanRationale` for what of an original one stays. */
export const createGsm8k: TaskFactory = ({ studentSystem }): Task => ({
  id: 'gsm8k',
  labels: [],
  forHeads: false,
  studentSystem: STUDENT_SYSTEM,
  studentPrompt: (text, demonstrations) =>
    studentTurns(studentSystem ?? STUDENT_SYSTEM, (question) => question, text, demonstrations),
  // What a model writes that goes on to a next problem of its own.
  freeForm: { stop: ['\nQuestion:'] },
  readAnswer: (raw) => finalNumber(withoutThoughts(raw)),
  answerOf,
  isRight: (answer, label) => {
    const said = numberAlone(answer);
    return said !== null && said === answerOf(label);
  },
  labelFault: (label) =>
    label === null || label.trim() === ''
      ? 'missing-label'
      : finalNumber(label) === null
        ? 'unreadable-label'
        : null,
  editText: (text, edit) =>
    editLongestRun(text, (word) => /\p{N}/u.test(word) || NUMBER_WORD.test(word), edit),
  teacherSystem: TEACHER_SYSTEM,
  teacherPrompt,
  checkPrompt,
  readCheck,
  readReply,
  replySchema: REPLY_SCHEMA,
  checkSchema: CHECK_SCHEMA,
});

/** The number at the end of a solution, or the number a label is; a label without one is its own answer. */
function answerOf(label: string): string {
  return finalNumber(label) ?? numberAlone(label) ?? label;
}
