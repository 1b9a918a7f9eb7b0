/** A fine-tuning service as the connection test takes it, and what it can train. */
import type { BackendStudentConfig } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import type { ServedModel } from '../../core/trainers/fine-tuning/port.ts';
import type { Values } from './draft.ts';

/**
 * Address and dialect; no model is needed to be tried, for the test is what tells which there are.
 * Throws LabError `bad-config` where one of the fields cannot be used.
 */
export function testedBackend(values: Values): BackendStudentConfig {
  const { student } = parseConfig({
    data: { id: 'none' },
    student: {
      id: 'backend',
      model: 'none',
      baseUrl: values['student.baseUrl']?.trim(),
      provider: values['student.provider'],
    },
  });
  if (student.id !== 'backend') throw new Error('A student read as another one.');
  return student;
}

/** Those that trainings start from, and not those that came of one. */
export function baseModels(models: readonly ServedModel[]): string[] {
  return models.filter(({ base }) => base === null).map(({ id }) => id);
}
