import { expect, it } from 'vitest';
import { teacherServices } from '../../../../test/support/teacher-services.ts';
import { LabError } from '../../errors.ts';
import type { BuiltInModel, TeacherRequest } from '../port.ts';
import { isRequestFault } from '../port.ts';
import { createTeacher } from '../registry.ts';

const config = { id: 'built-in', showWrongAnswer: true, examplesPerCall: 4, system: null } as const;
const never = new AbortController().signal;
const request: TeacherRequest = {
  parent: { id: 'a', text: 'dull', label: 'negative' },
  count: 1,
  used: 0,
  attempt: 0,
  messages: [{ role: 'user', content: 'Write one.' }],
  randomSeed: 1,
};
const teacher = (ask: BuiltInModel['ask']) => createTeacher(config, teacherServices({ builtIn: { ask } }));

it('asks with the schema of the task, and says nothing of tokens', async () => {
  const asked: unknown[] = [];
  const { task } = teacherServices();
  const one = await teacher((messages, schema) => {
    asked.push([messages, schema]);
    return Promise.resolve('{"examples":[]}');
  });
  expect(one).toMatchObject({ title: "the browser's built-in model", concurrency: 1, examplesPerCall: 4 });
  expect(await one.ask(request, never)).toEqual({ raw: '{"examples":[]}', usage: null, finish: null });
  await one.check?.({ messages: [], randomSeed: 2 }, never);
  expect(asked).toEqual([
    [request.messages, task.replySchema.json],
    [[], task.checkSchema.json],
  ]);
});

it('refuses to start where there is no such model', async () => {
  await expect(createTeacher(config, teacherServices())).rejects.toMatchObject({
    code: 'built-in-missing',
    remedy: expect.stringMatching(/\w/u) as unknown,
  });
});

it('leaves an empty reply to the run, and stops it for a model that must be fetched first', async () => {
  const empty = await teacher(() => Promise.resolve(''));
  const download = new LabError('built-in-download', 'It is not here yet.', 'Fetch it.');
  const absent = await teacher(() => Promise.reject(download));
  const fault = (of: typeof empty): Promise<unknown> =>
    of.ask(request, never).catch((error: unknown) => error);
  expect(isRequestFault((await fault(empty)) as LabError)).toBe(true);
  expect(await fault(absent)).toBe(download);
  expect(isRequestFault(download)).toBe(false);
});

it('stops when asked to', async () => {
  const one = await teacher(() => Promise.resolve('never asked'));
  await expect(one.ask(request, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});
