import { describe, expect, it } from 'vitest';
import { ownPrompt, ruleWith, sizeWith, studentWith } from './following.ts';

describe('what counts as wrong', () => {
  it('leaves one out with a student that never reads the example it is asked about', () => {
    expect(ruleWith('in-context', 'out-of-fold', null)).toBe('leave-one-out');
    expect(ruleWith('in-context', 'in-sample', null)).toBe('leave-one-out');
    expect(ruleWith('api', 'out-of-fold', null)).toBe('leave-one-out');
  });

  it('goes back to what it was with a head', () => {
    expect(ruleWith('head', 'leave-one-out', 'in-sample')).toBe('in-sample');
    expect(ruleWith('head', 'leave-one-out', null)).toBe('out-of-fold');
    expect(ruleWith('head', 'in-sample', 'out-of-fold')).toBe('in-sample');
  });
});

describe('the student', () => {
  it('is a language model where a head cannot learn the task, and the head again afterwards', () => {
    expect(studentWith(false, 'head', false)).toBe('in-context');
    expect(studentWith(true, 'in-context', true)).toBe('head');
  });

  it('stays where it was chosen, or where it can do the task anyway', () => {
    expect(studentWith(false, 'api', false)).toBe('api');
    expect(studentWith(true, 'in-context', false)).toBe('in-context');
    expect(studentWith(true, 'head', false)).toBe('head');
  });
});

describe('how many seeds', () => {
  it('cannot be counted by class where there are none', () => {
    const share = { perClass: null, percent: 1 };
    expect(sizeWith(true, 'perClass', share)).toEqual({ size: 'percent', text: '1' });
    expect(sizeWith(true, 'perClass', null)).toEqual({ size: 'all', text: '' });
  });

  it('stays as it is anywhere else', () => {
    expect(sizeWith(true, 'count', null)).toBeNull();
    expect(sizeWith(false, 'perClass', { perClass: null, percent: 0.5 })).toBeNull();
  });
});

describe('a system prompt', () => {
  const standard = 'Write examples.\n\nLabels: a, b.';

  it('is kept only where it is not the standard one', () => {
    expect(ownPrompt(standard, standard)).toBe('');
    expect(ownPrompt(`${standard.replaceAll('\n', '\r\n')}  \n`, standard)).toBe('');
    expect(ownPrompt('  ', standard)).toBe('');
    expect(ownPrompt(` ${standard}\nBe brief. `, standard)).toBe(`${standard}\nBe brief.`);
  });

  it('is kept as it is while nobody knows the standard one', () => {
    expect(ownPrompt(standard, null)).toBe(standard);
  });
});
