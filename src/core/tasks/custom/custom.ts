/** A task of the person's own: its labels or answer format, its question, its instructions. */
import { taskFromProfile } from '../classification/from-profile.ts';
import { askedIn } from '../classification/profile.ts';
import type { Task, TaskFactory } from '../port.ts';
import { labelLines, PLAIN_TASK, requireReadable } from './definition.ts';
import { NUMBER, TEXT } from './formats.ts';
import { writtenTask } from './written.ts';

/** Throws LabError `bad-task` for a definition that cannot be used, or that the data does not fit. */
export const createCustom: TaskFactory = ({ labels, custom = PLAIN_TASK, studentSystem = null }): Task => {
  const { answer, question } = custom;
  if (answer === 'labels') {
    const lines = labelLines(custom, labels);
    const profile = {
      id: 'custom',
      labels: lines.map(({ name }) => name),
      sorting: 'texts into classes',
      question,
      descriptions: Object.fromEntries(
        lines.flatMap(({ name, about }) => (about === null ? [] : [[name, about]])),
      ),
      aliases: {},
      worked: null,
    };
    return taskFromProfile(profile, studentSystem);
  }
  if (answer === 'number') requireReadable(labels, (label) => NUMBER.read(label) !== null);
  const format = answer === 'number' ? NUMBER : TEXT;
  return { id: 'custom', ...writtenTask({ format, ask: (text) => askedIn(question, text), studentSystem }) };
};
