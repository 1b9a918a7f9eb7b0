/** A model behind an API as the connection test takes it, whichever role it plays. */
import type { ApiTeacherConfig } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import type { Values } from './draft.ts';

export type ApiRole = 'student' | 'teacher';

/**
 * What is tested is the same for both roles: address, key, model.
 * Throws LabError `bad-config` where one of the fields cannot be used.
 */
export function testedService(values: Values, role: ApiRole): ApiTeacherConfig {
  const text = (name: string): string => values[`${role}.${name}`]?.trim() ?? '';
  const { teacher } = parseConfig({
    data: { id: 'none' },
    teacher: {
      id: 'api',
      baseUrl: text('baseUrl'),
      model: text('model'),
      preset: text('preset') || 'custom',
    },
  });
  if (teacher.id !== 'api') throw new Error('A teacher read as another one.');
  return teacher;
}
