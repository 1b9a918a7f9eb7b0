/** Whose key is missing or refused, as an error of a run says it. */
import type { RunConfig } from '../../core/config/schema.ts';

export interface MissingKey {
  readonly role: 'student' | 'teacher';
  /** The key goes to this base URL only. */
  readonly baseUrl: string;
}

/** null where the error is about no key, or about none that somebody could give. */
export function missingKey(
  code: string | undefined,
  { student, teacher }: Pick<RunConfig, 'student' | 'teacher'>,
): MissingKey | null {
  if (code === 'student-key' && 'baseUrl' in student) return { role: 'student', baseUrl: student.baseUrl };
  if (code === 'teacher-key' && teacher.id === 'api') return { role: 'teacher', baseUrl: teacher.baseUrl };
  return null;
}
