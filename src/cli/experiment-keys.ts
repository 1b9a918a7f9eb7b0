/** Which key goes to which address: each to its own, and nowhere else. */
import type { ExperimentSpec } from '../core/experiment/spec.ts';
import type { Platform } from '../core/loop/assemble.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The keys of an experiment: LLM2LLM_STUDENT_API_KEY is the student's, LLM2LLM_API_KEY that of the first teacher's
 * address, LLM2LLM_API_KEY_2 that of the next teacher at another address, and so on.
 */
export function keysOf(
  { base, teachers }: Pick<ExperimentSpec, 'base' | 'teachers'>,
  environment: Environment,
): Platform['teacher']['keyFor'] {
  const asked = teachers.length > 0 ? teachers : [base.teacher];
  const addresses = [...new Set(asked.flatMap((teacher) => (teacher.id === 'api' ? [teacher.baseUrl] : [])))];
  return (baseUrl, role) => {
    if (role === 'student') return environment['LLM2LLM_STUDENT_API_KEY'];
    const at = addresses.indexOf(baseUrl);
    if (at < 0) return undefined;
    return environment[at === 0 ? 'LLM2LLM_API_KEY' : `LLM2LLM_API_KEY_${at + 1}`];
  };
}
