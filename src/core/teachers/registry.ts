/** Every teacher that runs anywhere. A new one is a folder and a line here; platforms add theirs by `with`. */
import type { TeacherConfig } from '../config/schema.ts';
import type { Entry } from '../registry.ts';
import { configured, Registry } from '../registry.ts';
import type { Teacher, TeacherFactory, TeacherServices } from './port.ts';

export const teachers = new Registry<TeacherFactory<TeacherConfig>>('teacher', [
  teacherEntry(
    'recorded',
    async () => (await import('./recorded/recorded-teacher.ts')).createRecordedTeacher,
  ),
  teacherEntry('eda', async () => (await import('./eda/eda-teacher.ts')).createEdaTeacher),
  teacherEntry('api', async () => (await import('./api/api-teacher.ts')).createApiTeacher),
  teacherEntry('webllm', async () => (await import('./webllm/webllm-teacher.ts')).createWebLlmTeacher),
  teacherEntry('built-in', async () => (await import('./built-in/built-in-teacher.ts')).createBuiltInTeacher),
]);

/**
 * The teacher a configuration names, ready to be asked.
 * Throws LabError `unknown-teacher`, or what the teacher itself needs and misses (`no-pack`, `bad-address`).
 * @param registry a platform's own, where it adds teachers
 */
export async function createTeacher(
  config: TeacherConfig,
  services: TeacherServices,
  registry: Registry<TeacherFactory<TeacherConfig>> = teachers,
): Promise<Teacher> {
  const create = await registry.load(config.id);
  return create(config, services);
}

/** An entry for a teacher of this id. */
export function teacherEntry<Id extends TeacherConfig['id']>(
  id: Id,
  load: () => Promise<TeacherFactory<Extract<TeacherConfig, { readonly id: Id }>>>,
): Entry<TeacherFactory<TeacherConfig>> {
  return configured<TeacherConfig, Id, TeacherServices, Teacher>(id, load);
}
