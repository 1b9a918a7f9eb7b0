/** Makes a task out of a classification profile. */
import { LabError } from '../../errors.ts';
import { closedAnswers } from '../closed-answers.ts';
import type { Task, TaskFactory } from '../port.ts';
import { studentTurns } from '../prompt-parts.ts';
import { labelReader } from './answer.ts';
import { checkReader } from './check.ts';
import type { ClassificationProfile } from './profile.ts';
import { askedIn, framesOf } from './profile.ts';
import { checkPrompt, studentSystemOf } from './prompts.ts';
import { replyReader } from './reply.ts';
import { checkSchema, replySchema } from './schemas.ts';
import { teacherPrompt, teacherSystem } from './teacher-prompts.ts';

/** @param studentSystem the person's own instruction to the student; null: the profile's */
export function taskFromProfile(profile: ClassificationProfile, studentSystem: string | null): Task {
  const { id, labels, question, aliases } = profile;
  const { lead, answerWord } = framesOf(question);
  const answers = labelReader(labels, { aliases, answerWord, questionLead: lead });
  const standing = studentSystemOf(profile);
  return {
    id,
    labels,
    forHeads: true,
    studentSystem: standing,
    studentPrompt: (text, demonstrations) =>
      studentTurns(studentSystem ?? standing, (of) => askedIn(question, of), text, demonstrations),
    ...closedAnswers(labels),
    readAnswer: answers.anywhere,
    teacherSystem: teacherSystem(profile),
    teacherPrompt: (request) => teacherPrompt(profile, request),
    checkPrompt: (text) => checkPrompt(profile, text),
    readCheck: checkReader(answers.anywhere),
    readReply: replyReader(answers.alone),
    replySchema: replySchema(labels),
    checkSchema: checkSchema(labels),
  };
}

/**
 * The factory of a task whose labels are fixed. It throws LabError `bad-labels` for data with a label that the task
 * does not know; data without some of its labels are fine.
 */
export function fixedLabels(profile: ClassificationProfile): TaskFactory {
  return ({ labels, studentSystem }) => {
    const unknown = labels.find((label) => !profile.labels.includes(label));
    if (unknown !== undefined) {
      throw new LabError(
        'bad-labels',
        `The data has the label ${JSON.stringify(unknown.slice(0, 80))}, which the task "${profile.id}" does not know: ` +
          `its labels are ${profile.labels.slice(0, 10).join(', ')}${profile.labels.length > 10 ? ' and others' : ''}.`,
        'Choose the task "classification", which takes the labels of the data, or write the labels as the task has them.',
      );
    }
    return taskFromProfile(profile, studentSystem ?? null);
  };
}
