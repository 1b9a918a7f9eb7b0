import { describe, expect, it } from 'vitest';
import { TASKS } from '../../core/tasks/catalogue.ts';
import { answersOf, headCan, isFree, tasksFor } from './task-choices.ts';

describe('the tasks of a data set', () => {
  it('are its own, plain classification where it has classes, and one of the person’s own', () => {
    expect(tasksFor({ task: 'classification', labels: ['calm', 'loud'] })).toEqual([
      'classification',
      'custom',
    ]);
    expect(tasksFor({ task: 'snips', labels: null })).toEqual(['classification', 'snips', 'custom']);
    expect(tasksFor({ task: 'gsm8k', labels: [] })).toEqual(['gsm8k', 'custom']);
    expect(tasksFor({ task: 'custom', labels: [] })).toEqual(['custom']);
  });

  it('are those with the very same labels, too', () => {
    expect(tasksFor({ task: 'classification', labels: ['positive', 'negative'] })).toContain('sst2');
    expect(tasksFor({ task: 'classification', labels: ['positive'] })).not.toContain('sst2');
  });

  it('never make a multiple choice of five classes that happen to be letters', () => {
    expect(tasksFor({ task: 'classification', labels: ['A', 'B', 'C', 'D', 'E'] })).not.toContain('casehold');
  });
});

describe('what a task asks for', () => {
  it('a head only where it says so itself', () => {
    for (const { id, answers, forHeads } of TASKS) {
      if (answers !== 'own') expect(headCan({ task: id }), id).toBe(forHeads);
    }
  });

  it('depends, for one of the person’s own, on how it is answered', () => {
    expect(answersOf({ task: 'custom' })).toBe('labels');
    expect(headCan({ task: 'custom', 'custom.answer': 'labels' })).toBe(true);
    expect(headCan({ task: 'custom', 'custom.answer': 'number' })).toBe(false);
    expect(isFree({ task: 'custom', 'custom.answer': 'text' })).toBe(true);
    expect(isFree({ task: 'sst2', 'custom.answer': 'text' })).toBe(false);
  });
});
