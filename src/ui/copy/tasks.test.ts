import { expect, it } from 'vitest';
import { TASKS } from '../../core/tasks/catalogue.ts';
import { taskText, taskWords } from './tasks.ts';

it('names every task there is, and says what it is in a sentence', () => {
  for (const { id, hub } of TASKS) {
    const { title, about, source } = taskWords(id);
    expect(title, id).not.toBe(id);
    expect(about, id).toMatch(/^[A-Z].*\.$/u);
    expect(source === null, id).toBe(hub === null);
    expect(taskText(id)).toContain(source ?? about);
  }
});

it('calls a task it does not know by its id', () => {
  expect(taskWords('later').title).toBe('later');
});
