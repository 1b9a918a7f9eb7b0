import { expect, it } from 'vitest';
import { teacherServices } from '../../../test/support/teacher-services.ts';
import { parseConfig } from '../config/schema.ts';
import { createTeacher, teacherEntry, teachers } from './registry.ts';

it('makes the teacher a configuration names', async () => {
  const pack = [{ seed: 'a', k: 0, text: 't', label: 'l' }];
  for (const teacher of [
    { id: 'recorded' },
    { id: 'eda' },
    { id: 'api', baseUrl: 'https://a.example', model: 'm' },
    { id: 'webllm', model: 'm' },
    { id: 'built-in' },
  ] as const) {
    const config = parseConfig({ data: { id: 'x' }, teacher });
    const services = teacherServices({ pack, builtIn: { ask: () => Promise.resolve('') } });
    expect((await createTeacher(config.teacher, services)).id).toBe(teacher.id);
  }
  expect(teachers.ids).toEqual(['recorded', 'eda', 'api', 'webllm', 'built-in']);
});

it('says which teachers there are', async () => {
  const unknown = { id: 'nobody' } as unknown as { id: 'recorded' };
  await expect(createTeacher(unknown, teacherServices())).rejects.toMatchObject({ code: 'unknown-teacher' });
});

it('takes the teachers a platform adds', async () => {
  const own = teachers.with([
    teacherEntry('recorded', async () => (await import('./eda/eda-teacher.ts')).createEdaTeacher as never),
  ]);
  expect((await createTeacher({ id: 'recorded' }, teacherServices(), own)).id).toBe('eda');
});
