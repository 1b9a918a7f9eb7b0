import { expect, it } from 'vitest';
import type { PackReply } from '../../example.ts';
import type { TeacherRequest } from '../port.ts';
import { isRequestFault } from '../port.ts';
import { teacherServices } from '../../../../test/support/teacher-services.ts';
import { createRecordedTeacher } from './recorded-teacher.ts';

const pack: PackReply[] = [
  { seed: 'a', k: 2, text: 'third', label: 'x' },
  { seed: 'b', k: 0, text: 'other', label: 'y' },
  { seed: 'a', k: 0, text: 'first', label: 'x' },
  { seed: 'a', k: 1, text: 'second "quoted"', label: 'x' },
];
const a = { id: 'a', text: 'seed a', label: 'x' };
const { signal } = new AbortController();
const request = (used: number, parent = a): TeacherRequest => ({
  parent,
  count: 1,
  used,
  attempt: 0,
  messages: [],
  randomSeed: 1,
});
const create = (replies: readonly PackReply[] | undefined) =>
  createRecordedTeacher({ id: 'recorded' }, teacherServices({ pack: replies }));

it('replays the replies of a seed in order of k, whatever the order of the file', async () => {
  const teacher = await create(pack);
  const texts = [];
  for (let used = 0; used < 3; used++) {
    const { raw, usage, finish } = await teacher.ask(request(used), signal);
    expect({ usage, finish }).toEqual({ usage: null, finish: 'stop' });
    texts.push(JSON.parse(raw));
  }
  expect(texts).toEqual([
    { examples: [{ text: 'first', label: 'x' }] },
    { examples: [{ text: 'second "quoted"', label: 'x' }] },
    { examples: [{ text: 'third', label: 'x' }] },
  ]);
});

it('knows exactly how many are left', async () => {
  const teacher = await create(pack);
  expect([0, 1, 2, 3, 4].map((used) => teacher.remaining(a, used))).toEqual([3, 2, 1, 0, 0]);
  expect(teacher.remaining({ ...a, id: 'unknown' }, 0)).toBe(0);
});

it('says that they are used up, as a fault of this request only', async () => {
  const teacher = await create(pack);
  const error: unknown = await teacher.ask(request(3), signal).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'teacher-empty' });
  expect(isRequestFault(error as never)).toBe(true);
});

it.each([[undefined], [[]]])('refuses to start without a pack (%j)', async (none) => {
  await expect(create(none)).rejects.toMatchObject({
    code: 'no-pack',
    remedy: expect.stringMatching(/\w/u) as unknown,
  });
});

it('stops when asked to', async () => {
  const teacher = await create(pack);
  await expect(teacher.ask(request(0), AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});
