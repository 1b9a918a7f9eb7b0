import { describe, expect, it } from 'vitest';
import { ownPrompt, ruleWith, sizeWith, studentWith } from './following.ts';

describe('what counts as wrong', () => {
  const after = (student: string, rule: string) => ({ student, rule });

  it('leaves one out with a student that never reads the example it is asked about', () => {
    expect(ruleWith('in-context', after('head', 'out-of-fold'), null)).toBe('leave-one-out');
    expect(ruleWith('in-context', after('head', 'in-sample'), null)).toBe('leave-one-out');
    expect(ruleWith('api', after('backend', 'in-sample'), 'out-of-fold')).toBe('leave-one-out');
  });

  it("is the paper's way where every fit takes minutes", () => {
    expect(ruleWith('backend', after('head', 'out-of-fold'), null)).toBe('in-sample');
    expect(ruleWith('backend', after('in-context', 'leave-one-out'), 'out-of-fold')).toBe('in-sample');
  });

  it('goes back to what it was with a head', () => {
    expect(ruleWith('head', after('in-context', 'leave-one-out'), 'in-sample')).toBe('in-sample');
    expect(ruleWith('head', after('backend', 'in-sample'), 'out-of-fold')).toBe('out-of-fold');
    expect(ruleWith('head', after('backend', 'in-sample'), 'in-sample')).toBe('in-sample');
  });

  it('is the default with a head where a run or a link brought the other student', () => {
    expect(ruleWith('head', after('in-context', 'leave-one-out'), null)).toBe('out-of-fold');
    expect(ruleWith('head', after('backend', 'in-sample'), null)).toBe('out-of-fold');
    // Nobody's own: it was chosen.
    expect(ruleWith('head', after('in-context', 'in-sample'), null)).toBe('in-sample');
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
