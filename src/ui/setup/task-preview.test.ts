import { describe, expect, it } from 'vitest';
import { createClassification } from '../../core/tasks/classification/classification.ts';
import { parseConfig } from '../../core/config/schema.ts';
import { valuesOf } from './draft.ts';
import { previewFor } from './task-preview.ts';

const task = createClassification({ labels: ['calm', 'loud'], studentSystem: 'Mine.' });
const example = { id: 'a', text: 'It thundered.', label: 'loud' };
const values = valuesOf(
  parseConfig({ data: { id: 'film-reviews' }, teacher: { id: 'built-in', system: 'Own.' }, perWrong: 3 }),
);

const of = (more: object = {}, raw = '') => previewFor(task, example, { ...values, ...more }, raw);

describe('the preview of a task', () => {
  it('has the messages that a run would send', () => {
    const { student, teacher, expected } = of();
    expect(student).toEqual(task.studentPrompt('It thundered.'));
    expect(student[0]?.content).toBe('Mine.');
    expect(teacher[0]?.content).toBe('Own.');
    expect(teacher[1]?.content).toContain('"calm"');
    expect(teacher[1]?.content).toContain('Write 3 new examples');
    expect(expected).toBe('loud');
  });

  it('leaves the wrong answer out where the teacher is not shown it', () => {
    const { teacher } = of({ 'teacher.showWrongAnswer': 'no' });
    expect(teacher[1]?.content).not.toContain('"calm"');
  });

  it('asks for what the arm asks for', () => {
    expect(of({ arm: 'distillation' }).teacher).toEqual(task.checkPrompt('It thundered.'));
    expect(of({ arm: 'auggpt' }).teacher).not.toEqual(of().teacher);
  });

  it('tells right, wrong and unreadable answers apart, and nothing from all of them', () => {
    expect(of({}, 'Loud.').tried).toEqual({ kind: 'right', answer: 'loud' });
    expect(of({}, 'calm').tried).toEqual({ kind: 'wrong', answer: 'calm' });
    expect(of({}, 'calm or loud').tried).toEqual({ kind: 'unreadable' });
    expect(of({}, '  ').tried).toBeNull();
  });
});
